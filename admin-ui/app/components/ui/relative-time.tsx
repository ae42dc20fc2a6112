import { formatDate, formatElapsed, formatRelative } from '#app/lib/format-time.ts';
import { useTimedText, useTimeZone } from '#app/lib/now.tsx';
import { ExactTime } from './exact-time.tsx';

// Everywhere the exact time with its zone shows on hover, on a tap and on focus. `isFocusable` makes it a stop of the
// Tab key: where a time stands alone, and for one time of a row at most, so that a long table stays short to pass.
type TimeProps = { at: string; className?: string; isFocusable?: boolean };

/** `41 min ago` in a `<time>`. */
export function RelativeTime({ at, className, isFocusable }: TimeProps) {
  const zone = useTimeZone();
  const date = new Date(at);
  const text = useTimedText((now) => formatRelative(date, now, zone));
  return <ExactTime at={at} text={text} zone={zone} className={className} isFocusable={isFocusable} />;
}

/** How long something has lasted: `2 h`. */
export function ElapsedTime({ since, className, isFocusable }: Omit<TimeProps, 'at'> & { since: string }) {
  const zone = useTimeZone();
  const text = useTimedText((now) => formatElapsed(new Date(since), now));
  return <ExactTime at={since} text={text} zone={zone} className={className} isFocusable={isFocusable} />;
}

/** `14 Mar 2024`. */
export function DateOf({ at, className, isFocusable }: TimeProps) {
  const zone = useTimeZone();
  const text = formatDate(new Date(at), zone);
  return <ExactTime at={at} text={text} zone={zone} className={className} isFocusable={isFocusable} />;
}
