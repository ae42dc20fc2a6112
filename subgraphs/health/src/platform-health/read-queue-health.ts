import { executeSql } from '@intendant/kit/database/execute-sql';
import { InvariantError } from '@intendant/kit/errors';
import type { HealthContext } from '../context.ts';
import type { Assessment, QueueHealth } from '../generated/resolvers.ts';
import { minuteMs, windowStart } from '../rollup/time-window.ts';
import { assess, worstOf } from './health-state.ts';
import { isEachMinute, latest, type ScheduledJob } from './is-overdue.ts';

const minutesShown = 60;

interface Row {
  depth: number;
  oldestJobAgeSeconds: number | null;
  deadLetters: number;
  deadLetters24h: number;
  completed1h: number;
  samples: { at: number; depth: number }[] | null;
  /** In milliseconds since the epoch. */
  lastRunAt: number | null;
  scheduled: ScheduledJob[];
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
  const waitingDeadLettersAssessment = assess(deadLetters, thresholds.deadLettersWarn, null);
  const lastRunAgeSeconds = lastRunAge(row, ctx.clock.now());
  const lastRunAssessment = assessLastRun(
    row,
    lastRunAgeSeconds,
    thresholds.silenceCritical,
    ctx.clock.now(),
  );
  const byMinute = new Map(row.samples?.map((sample) => [sample.at, sample.depth]));
  return {
    state: worstOf([
      depthAssessment.state,
      oldestJobAgeAssessment.state,
      deadLettersAssessment.state,
      waitingDeadLettersAssessment.state,
      // Where nothing is scheduled, and before the first run, there is nothing to miss.
      lastRunAssessment.state === 'UNKNOWN' ? 'OK' : lastRunAssessment.state,
    ]),
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
    waitingDeadLettersAssessment,
    lastRunAgeSeconds,
    lastRunAssessment,
  };
}

/** Since any scheduled job started, or since the last start of a runner when none has since; null without either. */
function lastRunAge({ lastRunAt, scheduled }: Row, now: Date): number | null {
  const since = latest([lastRunAt, ...scheduled.map(({ registeredAt }) => registeredAt)]);
  return since === null ? null : Math.max(0, (now.getTime() - since) / 1000);
}

/** Silence is a fault where a job is due every minute, and where workers have run one or had the time to. */
function assessLastRun(
  { lastRunAt, scheduled }: Row,
  ageSeconds: number | null,
  criticalSeconds: number,
  now: Date,
): Assessment {
  const isExpected = scheduled.some(({ schedule }) => isEachMinute(schedule, now));
  const isFirstAwaited = lastRunAt === null && ageSeconds !== null && ageSeconds < criticalSeconds;
  return assess(isExpected && !isFirstAwaited ? ageSeconds : null, null, criticalSeconds);
}

async function readThresholds({ settings }: HealthContext) {
  const [
    depthWarn,
    depthCritical,
    ageWarn,
    ageCritical,
    deadLettersWarn,
    deadLettersCritical,
    silenceCritical,
  ] = await Promise.all([
    settings.get('health.queue-depth-warn'),
    settings.get('health.queue-depth-critical'),
    settings.get('health.queue-age-warn-seconds'),
    settings.get('health.queue-age-critical-seconds'),
    settings.get('health.dead-letters-warn'),
    settings.get('health.dead-letters-critical'),
    settings.get('health.worker-silence-critical-seconds'),
  ]);
  return {
    depthWarn,
    depthCritical,
    ageWarn,
    ageCritical,
    deadLettersWarn,
    deadLettersCritical,
    silenceCritical,
  };
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
        from queue_sample where starts_at >= ?::timestamptz) as samples,
       (select extract(epoch from started_at)::double precision * 1000
        from platform.job_run order by id desc limit 1) as "lastRunAt",
       (select coalesce(json_agg(json_build_object('schedule', schedule,
          'registeredAt', extract(epoch from registered_at)::double precision * 1000)), '[]')
        from platform.schedule) as scheduled
     from platform.queue_state() as q`,
    [from, from],
  );
  if (!row) {
    throw new InvariantError('The state of the queue is one row.');
  }
  return row;
}
