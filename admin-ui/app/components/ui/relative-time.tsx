import { formatDate, formatElapsed, formatExact, formatRelative } from '#app/lib/format-time.ts';
import { useTimedText, useTimeZone } from '#app/lib/now.tsx';

type TimeProps = { at: string; className?: string; isFocusable?: boolean };

/** `41 min ago` in a `<time>`, exact time with zone on hover and, where it stands alone, on focus. */
export function RelativeTime({ at, className, isFocusable }: TimeProps) {
  const zone = useTimeZone();
  const date = new Date(at);
  const text = useTimedText((now) => formatRelative(date, now, zone));
  return <Time at={at} text={text} zone={zone} className={className} isFocusable={isFocusable} />;
}

/** How long something has lasted: `2 h`. */
export function ElapsedTime({ since, className }: { since: string; className?: string }) {
  const zone = useTimeZone();
  const text = useTimedText((now) => formatElapsed(new Date(since), now));
  return <Time at={since} text={text} zone={zone} className={className} />;
}

/** `14 Mar 2024`. */
export function DateOf({ at, className }: TimeProps) {
  const zone = useTimeZone();
  return <Time at={at} text={formatDate(new Date(at), zone)} zone={zone} className={className} />;
}

type InnerProps = { at: string; text: string; zone: string; className?: string; isFocusable?: boolean };

function Time({ at, text, zone, className, isFocusable }: InnerProps) {
  const exact = formatExact(new Date(at), zone);
  return (
    <time
      dateTime={at}
      title={exact}
      className={className}
      // Focus is the only way to the exact time without a pointer.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={isFocusable ? 0 : undefined}
      aria-label={isFocusable ? `${text}, ${exact}` : undefined}
    >
      {text}
    </time>
  );
}
