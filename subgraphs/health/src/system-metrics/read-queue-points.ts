import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { QueuePoint } from '../generated/resolvers.ts';
import { pointsOf, type MetricsWindow } from './metrics-window.ts';
import { partsSql, stepOfPart, stepParameters } from './parts-sql.ts';

interface Row {
  at: number;
  depth: number | null;
  oldestJobAgeSeconds: number | null;
  succeeded: number;
  failed: number;
}

/** Samples of the queue and the jobs that ended, by the minute. */
export const queueMinutes = `
  select * from (
    select starts_at, depth, oldest_job_age_seconds, 0::bigint as succeeded, 0::bigint as failed from queue_sample
    union all
    select starts_at, null, null, succeeded, failed from platform.job_minute) as minutes`;

/** The queue over the window. One statement. */
export async function readQueuePoints({ em }: HealthContext, window: MetricsWindow): Promise<QueuePoint[]> {
  const parts = partsSql(window, {
    hour: 'select starts_at, depth, oldest_job_age_seconds, succeeded, failed from queue_hour',
    minute: queueMinutes,
  });
  const rows = await executeSql<Row>(
    em,
    `with ${parts.sql}
     select ${stepOfPart} as at, max(depth)::double precision as depth,
       greatest(max(oldest_job_age_seconds), 0) as "oldestJobAgeSeconds",
       sum(succeeded)::double precision as succeeded, sum(failed)::double precision as failed
     from parts group by 1`,
    [...parts.parameters, ...stepParameters(window)],
  );
  return pointsOf(window, rows, (at, row) => ({
    at,
    depth: row?.depth ?? null,
    oldestJobAgeSeconds: row?.oldestJobAgeSeconds ?? null,
    succeeded: row?.succeeded ?? null,
    failed: row?.failed ?? null,
  }));
}
