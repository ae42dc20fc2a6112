import { useEffect, useRef, useState, type CSSProperties } from 'react';
import { createPortal } from 'react-dom';
import { formatExact } from '#app/lib/format-time.ts';

type ExactTimeProps = { at: string; text: string; zone: string; className?: string; isFocusable?: boolean };

/**
 * A `<time>` whose exact time with zone appears beside it: on hover, on a tap, and on focus. The Tab key stops at it
 * only when it is focusable; any other is reached by the key for the times of a row.
 */
export function ExactTime({ at, text, zone, className, isFocusable }: ExactTimeProps) {
  const exact = formatExact(new Date(at), zone);
  const element = useRef<HTMLTimeElement>(null);
  const [place, setPlace] = useState<CSSProperties | null>(null);
  const isShown = place !== null;
  useEffect(() => {
    if (!isShown) return undefined;
    const follow = () => setPlace(placeBeside(element.current));
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setPlace(null);
    };
    // Also of a table that scrolls by itself.
    window.addEventListener('scroll', follow, { capture: true, passive: true });
    window.addEventListener('resize', follow);
    document.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('scroll', follow, { capture: true });
      window.removeEventListener('resize', follow);
      document.removeEventListener('keydown', onKey);
    };
  }, [isShown]);

  return (
    <time
      ref={element}
      dateTime={at}
      title={exact}
      className={className}
      // Focus is the only way to the exact time without a pointer that hovers.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={isFocusable ? 0 : -1}
      aria-label={isFocusable ? `${text}, ${exact}` : undefined}
      onFocus={() => setPlace(placeBeside(element.current))}
      onBlur={() => setPlace(null)}
    >
      {text}
      {isShown
        ? createPortal(
            // What it says is the label or the title of the time itself.
            <span className="time-tip" style={place} aria-hidden="true">
              {exact}
            </span>,
            document.body,
          )
        : null}
    </time>
  );
}

const GAP_PX = 4;
const TIP_PX = 32;

/** Above it, or below where there is no room, on the side of the window that has more. */
function placeBeside(element: HTMLElement | null): CSSProperties | null {
  if (element === null) return null;
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const { clientWidth } = document.documentElement;
  return {
    top: top > TIP_PX + GAP_PX ? top - TIP_PX - GAP_PX : bottom + GAP_PX,
    ...(left < clientWidth / 2
      ? { left: Math.max(GAP_PX, left) }
      : { right: Math.max(GAP_PX, clientWidth - right) }),
  };
}
