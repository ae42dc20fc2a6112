import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { ExecutionSeries, TimeRange } from '../generated/resolvers.ts';
import { toSeries, type SeriesRow } from '../rollup/to-series.ts';
import { seriesOf } from '../rollup/time-window.ts';
import { groupByTenant } from './group-by-tenant.ts';

/** The executions of each tenant step by step, the steps without any included. */
export async function readExecutionSeries(
  em: EntityManager,
  tenantIds: readonly string[],
  range: TimeRange,
  now: Date,
): Promise<Map<string, ExecutionSeries>> {
  const { step, from } = seriesOf(range, now);
  const rows = await executeSql<SeriesRow & { tenantId: string }>(
    em,
    `select tenant_id as "tenantId", (extract(epoch from starts_at) * 1000)::double precision as at,
       executions::double precision, failures::double precision, durations::text
     from tenant_${step} where tenant_id = any (?::uuid[]) and starts_at >= ?::timestamptz`,
    [tenantIds, from],
  );
  return new Map(
    [...groupByTenant(rows, tenantIds)].map(([tenantId, steps]) => [tenantId, toSeries(steps, range, now)]),
  );
}
