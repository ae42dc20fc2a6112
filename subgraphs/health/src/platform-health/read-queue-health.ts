import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { QueueHealth } from '../generated/resolvers.ts';
import { hourMs, minuteMs, windowStart } from '../rollup/time-window.ts';
import { stateOf, worstOf } from './health-state.ts';

const minutesShown = 60;
// Ten times the warning threshold is critical, for depth and for age.
const criticalFactor = 10;

interface Row {
  depth: number;
  oldestJobAgeSeconds: number | null;
  deadLetters24h: number;
  completed1h: number;
  samples: { at: number; depth: number }[] | null;
}

/** Background workers and their queue. One statement. */
export async function readQueueHealth({ em, clock, settings }: HealthContext): Promise<QueueHealth> {
  const from = windowStart(clock.now(), 'minute', minutesShown);
  const hourAgo = new Date(clock.now().getTime() - hourMs);
  const [rows, depthWarn, oldestJobAgeWarnSeconds] = await Promise.all([
    // The queue keeps the server's time, so its age is by the server's clock and no other.
    executeSql<Row>(
      em,
      `select q.depth::double precision, q.dead_letters_24h::double precision as "deadLetters24h",
         extract(epoch from clock_timestamp() - q.oldest_run_at)::double precision as "oldestJobAgeSeconds",
         (select count(*)::double precision from platform.job_run
          where status = 'SUCCEEDED' and finished_at >= ?::timestamptz) as "completed1h",
         (select json_agg(json_build_object('at', extract(epoch from starts_at) * 1000, 'depth', depth))
          from queue_sample where starts_at >= ?::timestamptz) as samples
       from platform.queue_state() as q`,
      [hourAgo, from],
    ),
    settings.get('health.queue-depth-warn'),
    settings.get('health.queue-age-warn-seconds'),
  ]);
  const [row] = rows;
  const byMinute = new Map(row?.samples?.map(({ at, depth }) => [at, depth]));
  const depth = row?.depth ?? 0;
  const age = row?.oldestJobAgeSeconds ?? null;
  const deadLetters24h = row?.deadLetters24h ?? 0;
  return {
    state: worstOf([
      stateOf(depth, depthWarn, depthWarn * criticalFactor),
      // No job waits, so none is old.
      stateOf(age ?? 0, oldestJobAgeWarnSeconds, oldestJobAgeWarnSeconds * criticalFactor),
      deadLetters24h > 0 ? 'WARN' : 'OK',
    ]),
    depth,
    oldestJobAgeSeconds: age === null ? null : Math.max(0, age),
    deadLetters24h,
    depthWarn,
    oldestJobAgeWarnSeconds,
    completed1h: row?.completed1h ?? 0,
    depthByMinute: Array.from(
      { length: minutesShown },
      (_, index) => byMinute.get(from.getTime() + index * minuteMs) ?? null,
    ),
  };
}
