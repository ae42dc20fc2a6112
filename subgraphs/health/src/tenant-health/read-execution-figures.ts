import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { ExecutionFigures } from '../generated/resolvers.ts';
import { quantile } from '../rollup/latency-histogram.ts';
import { rangeOf, stretchesOfWindow, type FigureWindow } from '../rollup/window-stretches.ts';

const counters = [
  ['executions', 'executions'],
  ['failures', 'failures'],
  ['api_requests', 'apiRequests'],
  ['api_errors', 'apiErrors'],
  ['drift_detected', 'driftDetected'],
  ['credential_failures', 'credentialFailures'],
] as const;

type Row = Pick<ExecutionFigures, (typeof counters)[number][1]> & { tenantId: string; durations: string };

/** The figures of each tenant within the window; zero where nothing happened. */
export async function readExecutionFigures(
  em: EntityManager,
  tenantIds: readonly string[],
  window: FigureWindow,
  now: Date,
): Promise<Map<string, ExecutionFigures>> {
  const stretches = stretchesOfWindow(window, now);
  const columns = [...counters.map(([column]) => column), 'durations'].join(', ');
  const parts = stretches.map(
    ({ step, to }) =>
      `select ${columns} from tenant_${step} where tenant_id = t.tenant_id and starts_at >= ?::timestamptz` +
      (to ? ' and starts_at < ?::timestamptz' : ''),
  );
  const rows = await executeSql<Row>(
    em,
    `select t.tenant_id as "tenantId", f.* from unnest(?::uuid[]) as t (tenant_id)
     cross join lateral (
       select ${counters
         .map(([column, name]) => `coalesce(sum(${column}), 0)::double precision as "${name}"`)
         .join(', ')},
         coalesce(sum(durations), 0)::text as durations
       from (${parts.join(' union all ')}) as parts) as f`,
    [tenantIds, ...stretches.flatMap(({ from, to }) => (to ? [from, to] : [from]))],
  );
  return new Map(
    rows.map(({ tenantId, durations, ...figures }) => [
      tenantId,
      {
        ...figures,
        range: rangeOf(window),
        failureRate: figures.executions === 0 ? null : figures.failures / figures.executions,
        p50DurationMs: quantile(durations, 0.5),
        p95DurationMs: quantile(durations, 0.95),
      },
    ]),
  );
}
