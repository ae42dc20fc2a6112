import { dateFormatter } from './formatters.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

type Zone = string | undefined;

/** `41 min ago` up to seven days, then the date; `in 4 d` for what is to come. */
export function formatRelative(at: Date, now: Date, zone?: Zone): string {
  const elapsed = now.getTime() - at.getTime();
  if (Math.abs(elapsed) >= WEEK_MS) return formatDate(at, zone);
  const span = spanOf(Math.abs(elapsed));
  if (elapsed < -1000) return `in ${span}`;
  return `${span} ago`;
}

/** How long something has lasted, in one unit: `40 s`, `2 h`, `23 d`. */
export function formatElapsed(since: Date, now: Date): string {
  return spanOf(Math.max(0, now.getTime() - since.getTime()));
}

function spanOf(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** `14 Mar 2024`. */
export function formatDate(at: Date, zone: Zone = 'UTC'): string {
  return parts(at, zone, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** `20 Nov 2026, 09:41:15 CET`: the exact time behind every relative one. */
export function formatExact(at: Date, zone: Zone = 'UTC'): string {
  const time = dateFormatter({
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);
  return `${formatDate(at, zone)}, ${time}`;
}

/** `22 Oct`. */
export function formatDay(at: Date, zone: Zone = 'UTC'): string {
  return parts(at, zone, { day: 'numeric', month: 'short' });
}

/** `Nov 2026`, or `Nov` alone, for the first instant of a month in UTC. */
export function formatMonth(at: Date, style: 'month' | 'month and year' = 'month and year'): string {
  return parts(at, 'UTC', style === 'month' ? { month: 'short' } : { month: 'short', year: 'numeric' });
}

/** `09:41`. */
export function formatClock(at: Date, zone: Zone = 'UTC'): string {
  return parts(at, zone, { hour: '2-digit', minute: '2-digit' });
}

/** `Fri`. */
export function formatWeekday(at: Date, zone: Zone = 'UTC'): string {
  return parts(at, zone, { weekday: 'short' });
}

// ICU writes "Sept" where every other month has three letters.
function parts(at: Date, zone: Zone, options: Intl.DateTimeFormatOptions): string {
  return dateFormatter({ timeZone: zone, ...options })
    .format(at)
    .replace('Sept', 'Sep');
}
