import { dueAt } from '@intendant/kit/jobs/due-at';
import { minuteMs } from '../rollup/time-window.ts';

// What the alert on silent workers allows, too: a restart takes less.
const slackMs = 5 * minuteMs;

export interface ScheduledJob {
  /** Five fields of cron, in UTC. */
  schedule: string;
  /** When a runner last took the schedule up, in milliseconds since the epoch; null when that was not recorded. */
  registeredAt: number | null;
}

/**
 * Whether a job that came due more than five minutes ago has not started since, `startedAt` being its last start in
 * milliseconds since the epoch. What came due before a runner took the schedule up is not held against it; without
 * either instant nobody can tell, which is no.
 */
export function isOverdue(
  { schedule, registeredAt }: ScheduledJob,
  startedAt: number | null,
  now: Date,
): boolean {
  const since = latest([startedAt, registeredAt]);
  const due = since === null ? null : dueAt(schedule, new Date(now.getTime() - slackMs));
  return since !== null && due !== null && since < due.getTime();
}

/** Whether a schedule came due in each of the last five minutes. */
export function isEachMinute(schedule: string, now: Date): boolean {
  return [0, 1, 2, 3, 4].every((minutes) => {
    const minute = Math.floor(now.getTime() / minuteMs - minutes) * minuteMs;
    return dueAt(schedule, new Date(minute))?.getTime() === minute;
  });
}

/** The last of several instants; null when there is none. */
export function latest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.max(...known);
}
