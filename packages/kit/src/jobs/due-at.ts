import { parseCronItem } from 'graphile-worker';

const minuteMs = 60_000;
// Every schedule of a month or less comes round within it.
const longestMinutes = 32 * 24 * 60;

/**
 * When a schedule (five fields of cron, in UTC) last came due at or before an instant, by the rules of the library that
 * runs it; null when that is more than 32 days ago. Throws what the library throws for what is no schedule.
 */
export function dueAt(schedule: string, at: Date): Date | null {
  const { match } = parseCronItem({ task: 'any', match: schedule });
  const last = Math.floor(at.getTime() / minuteMs);
  for (let minute = last; minute > last - longestMinutes; minute -= 1) {
    const time = new Date(minute * minuteMs);
    const isDue = match({
      min: time.getUTCMinutes(),
      hour: time.getUTCHours(),
      date: time.getUTCDate(),
      month: time.getUTCMonth() + 1,
      dow: time.getUTCDay(),
    });
    if (isDue) {
      return time;
    }
  }
  return null;
}
