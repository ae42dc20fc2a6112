import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { DatabasePoint } from '../generated/resolvers.ts';
import { pointsOf, type MetricsWindow } from './metrics-window.ts';
import { partsSql, stepOfPart, stepParameters } from './parts-sql.ts';

interface Row {
  at: number;
  connections: number | null;
  sizeBytes: number | null;
  slowQueries: number | null;
}

/** Samples of the database and of its slow statements, by the minute. */
export const databaseMinutes = `
  select * from (
    select starts_at, connections, size_bytes, null::bigint as slow_calls from database_sample
    union all
    select starts_at, null, null, slow_calls from statement_sample) as minutes`;

/** SQL for the size that was sampled last among several rows. */
export const lastSize = `(array_agg(size_bytes order by starts_at desc) filter (where size_bytes is not null))[1]`;

/** The control database over the window. One statement. */
export async function readDatabasePoints(
  { em }: HealthContext,
  window: MetricsWindow,
): Promise<DatabasePoint[]> {
  const parts = partsSql(window, {
    hour: 'select starts_at, connections, size_bytes, slow_calls from database_hour',
    minute: databaseMinutes,
  });
  const rows = await executeSql<Row>(
    em,
    `with ${parts.sql}
     select ${stepOfPart} as at, max(connections) as connections, ${lastSize}::double precision as "sizeBytes",
       sum(slow_calls)::double precision as "slowQueries"
     from parts group by 1`,
    [...parts.parameters, ...stepParameters(window)],
  );
  return pointsOf(window, rows, (at, row) => ({
    at,
    connections: row?.connections ?? null,
    sizeBytes: row?.sizeBytes ?? null,
    slowQueries: row?.slowQueries ?? null,
  }));
}
