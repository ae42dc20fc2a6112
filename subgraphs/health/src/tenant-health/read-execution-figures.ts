import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { ExecutionFigures } from '../generated/resolvers.ts';
import { quantile } from '../rollup/latency-histogram.ts';
import { daysBack } from '../rollup/time-window.ts';
import { rangeOf, stretchesOfWindow, type FigureWindow } from '../rollup/window-stretches.ts';

const counters = [
  ['executions', 'executions'],
  ['failures', 'failures'],
  ['api_requests', 'apiRequests'],
  ['api_errors', 'apiErrors'],
] as const;

/** What clauses of the at-risk rule count as well, and by which rows. */
const clauseCounters = [
  ['drift_detected', 'driftDetected', 'drift_minute', 'detections'],
  ['credential_failures', 'credentialFailures', 'credential_minute', 'failures'],
] as const;

type Row = Pick<ExecutionFigures, (typeof counters | typeof clauseCounters)[number][1]> & {
  tenantId: string;
  durations: string;
};

/**
 * The figures of each tenant within the window; zero where nothing happened. One statement. What a clause of the
 * at-risk rule counts over 7 days is counted over the very same minutes here, or a tenant could be at risk for five
 * failures beside a figure of four.
 */
export async function readExecutionFigures(
  em: EntityManager,
  tenantIds: readonly string[],
  window: FigureWindow,
  now: Date,
): Promise<Map<string, ExecutionFigures>> {
  const stretches = stretchesOfWindow(window, now);
  const columns = [...counters, ...clauseCounters].map(([column]) => column).join(', ');
  const parts = stretches.map(
    ({ step, to }) =>
      `select ${columns}, durations from tenant_${step} where tenant_id = t.tenant_id and starts_at >= ?::timestamptz` +
      (to ? ' and starts_at < ?::timestamptz' : ''),
  );
  const asClauses = window === 'D7' ? daysBack(now, 7) : null;
  const sums = [
    ...counters.map(([column, name]) => [`sum(${column})`, name]),
    ...clauseCounters.map(([column, name, table, counted]) => [
      asClauses
        ? `(select sum(${counted}) from ${table} where tenant_id = t.tenant_id and starts_at >= ?::timestamptz)`
        : `sum(${column})`,
      name,
    ]),
  ];
  const rows = await executeSql<Row>(
    em,
    `select t.tenant_id as "tenantId", f.* from unnest(?::uuid[]) as t (tenant_id)
     cross join lateral (
       select ${sums.map(([sum, name]) => `coalesce(${sum}, 0)::double precision as "${name}"`).join(', ')},
         coalesce(sum(durations), 0)::text as durations
       from (${parts.join(' union all ')}) as parts) as f`,
    [
      tenantIds,
      ...(asClauses ? clauseCounters.map(() => asClauses) : []),
      ...stretches.flatMap(({ from, to }) => (to ? [from, to] : [from])),
    ],
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
