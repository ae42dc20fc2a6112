import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { toSeries, type Series, type SeriesRow } from '../rollup/to-series.ts';
import { endOf, stepsOf, type FigureWindow } from '../rollup/window-stretches.ts';
import { groupByTenant } from './group-by-tenant.ts';

/** The executions of each tenant step by step, the steps without any included. */
export async function readExecutionSeries(
  em: EntityManager,
  tenantIds: readonly string[],
  window: FigureWindow,
  now: Date,
): Promise<Map<string, Series>> {
  const steps = stepsOf(window, now);
  const { step, from } = steps;
  const end = endOf(window, steps);
  const rows = await executeSql<SeriesRow & { tenantId: string }>(
    em,
    `select tenant_id as "tenantId", (extract(epoch from starts_at) * 1000)::double precision as at,
       executions::double precision, failures::double precision, durations::text
     from tenant_${step} where tenant_id = any (?::uuid[]) and starts_at >= ?::timestamptz
       and (?::timestamptz is null or starts_at < ?::timestamptz)`,
    [tenantIds, from, end, end],
  );
  return new Map(
    [...groupByTenant(rows, tenantIds)].map(([tenantId, rowsOf]) => [
      tenantId,
      toSeries(rowsOf, window, now),
    ]),
  );
}
