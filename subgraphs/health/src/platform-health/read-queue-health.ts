import { executeSql } from '@intendant/kit/database/execute-sql';
import { InvariantError } from '@intendant/kit/errors';
import type { HealthContext } from '../context.ts';
import type { QueueHealth } from '../generated/resolvers.ts';
import { minuteMs, windowStart } from '../rollup/time-window.ts';
import { assess, worstOf } from './health-state.ts';

const minutesShown = 60;

interface Row {
  depth: number;
  oldestJobAgeSeconds: number | null;
  deadLetters: number;
  deadLetters24h: number;
  completed1h: number;
  samples: { at: number; depth: number }[] | null;
}

/** Background workers and their queue. One statement. */
export async function readQueueHealth(ctx: HealthContext): Promise<QueueHealth> {
  const from = windowStart(ctx.clock.now(), 'minute', minutesShown);
  const [row, thresholds] = await Promise.all([readQueue(ctx.em, from), readThresholds(ctx)]);
  const { depth, oldestJobAgeSeconds, deadLetters, deadLetters24h, completed1h } = row;
  const depthAssessment = assess(depth, thresholds.depthWarn, thresholds.depthCritical);
  // No job waits, so none is old.
  const oldestJobAgeAssessment = assess(oldestJobAgeSeconds ?? 0, thresholds.ageWarn, thresholds.ageCritical);
  const deadLettersAssessment = assess(
    deadLetters24h,
    thresholds.deadLettersWarn,
    thresholds.deadLettersCritical,
  );
  const byMinute = new Map(row.samples?.map((sample) => [sample.at, sample.depth]));
  return {
    state: worstOf([depthAssessment.state, oldestJobAgeAssessment.state, deadLettersAssessment.state]),
    depth,
    oldestJobAgeSeconds: oldestJobAgeSeconds === null ? null : Math.max(0, oldestJobAgeSeconds),
    deadLetters24h,
    deadLetters,
    depthWarn: thresholds.depthWarn,
    oldestJobAgeWarnSeconds: thresholds.ageWarn,
    completed1h,
    depthByMinute: Array.from(
      { length: minutesShown },
      (_, index) => byMinute.get(from.getTime() + index * minuteMs) ?? null,
    ),
    depthAssessment,
    oldestJobAgeAssessment,
    deadLettersAssessment,
  };
}

async function readThresholds({ settings }: HealthContext) {
  const [depthWarn, depthCritical, ageWarn, ageCritical, deadLettersWarn, deadLettersCritical] =
    await Promise.all([
      settings.get('health.queue-depth-warn'),
      settings.get('health.queue-depth-critical'),
      settings.get('health.queue-age-warn-seconds'),
      settings.get('health.queue-age-critical-seconds'),
      settings.get('health.dead-letters-warn'),
      settings.get('health.dead-letters-critical'),
    ]);
  return { depthWarn, depthCritical, ageWarn, ageCritical, deadLettersWarn, deadLettersCritical };
}

async function readQueue(em: HealthContext['em'], from: Date): Promise<Row> {
  // The queue keeps the server's time, so its age is by the server's clock and no other.
  const [row] = await executeSql<Row>(
    em,
    `select q.depth::double precision, q.dead_letters::double precision as "deadLetters",
       q.dead_letters_24h::double precision as "deadLetters24h",
       extract(epoch from clock_timestamp() - q.oldest_run_at)::double precision as "oldestJobAgeSeconds",
       (select coalesce(sum(succeeded), 0)::double precision from platform.job_minute
        where starts_at >= ?::timestamptz) as "completed1h",
       (select json_agg(json_build_object('at', extract(epoch from starts_at) * 1000, 'depth', depth))
        from queue_sample where starts_at >= ?::timestamptz) as samples
     from platform.queue_state() as q`,
    [from, from],
  );
  if (!row) {
    throw new InvariantError('The state of the queue is one row.');
  }
  return row;
}
