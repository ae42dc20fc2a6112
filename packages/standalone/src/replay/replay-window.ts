import { OperatorError } from '../operator-error.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const retentionDays = 90;

/**
 * The day a trace is mapped to: the given one, or the latest UTC day whose part in the trace is over by now. Throws
 * `OperatorError` when events would lie in the future or beyond the retention of 90 days.
 */
export function replayDay(minutes: readonly number[], now: Date, given?: string): Date {
  const today = new Date(Math.floor(now.getTime() / dayMs) * dayMs);
  const endsAfter = (minutes.at(-1) ?? 0) * minuteMs;
  if (given === undefined) {
    return today.getTime() + endsAfter <= now.getTime() ? today : new Date(today.getTime() - dayMs);
  }
  const day = new Date(given);
  if (Number.isNaN(day.getTime())) {
    throw new OperatorError(`--start needs a date such as 2026-11-20; got “${given}”.`);
  }
  if (day.getTime() + endsAfter > now.getTime()) {
    throw new OperatorError(
      `The trace would end in the future; choose a --start before ${iso(new Date(now.getTime() - endsAfter))}.`,
    );
  }
  const oldest = new Date(now.getTime() - retentionDays * dayMs);
  if (day.getTime() + (minutes[0] ?? 0) * minuteMs < oldest.getTime() + dayMs) {
    throw new OperatorError(
      `Events are kept for ${retentionDays} days; choose a --start after ${iso(oldest)}.`,
    );
  }
  return day;
}

function iso(date: Date): string {
  return date.toISOString().slice(0, 16);
}
