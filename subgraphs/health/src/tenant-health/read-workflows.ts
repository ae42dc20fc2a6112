import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { ErrorSample } from '../generated/resolvers.ts';
import { quantile } from '../rollup/latency-histogram.ts';
import { hourlyStretches, type FigureWindow } from '../rollup/window-stretches.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';
import { groupByTenant } from './group-by-tenant.ts';

interface Row {
  tenantId: string;
  workflow: string;
  executions: number;
  failures: number;
  durations: string;
  lastFailedAt: string | null;
  errors: ErrorSample[] | null;
}

/** A workflow of a tenant within a window; its points and since when it fails are read when they are asked for. */
export interface WorkflowRow {
  tenantId: string;
  window: FigureWindow;
  workflow: string;
  executions: number;
  failures: number;
  failureRate: number;
  p95DurationMs: number | null;
  lastFailedAt: string | null;
  errors: ErrorSample[];
}

/** Each tenant's workflows with their most frequent errors, those with most failures first. */
export async function readWorkflows(
  em: EntityManager,
  tenantIds: readonly string[],
  window: FigureWindow,
  first: number,
  now: Date,
): Promise<Map<string, WorkflowRow[]>> {
  const stretches = hourlyStretches(window, now);
  const parts = stretches.map(
    ({ step, to }) =>
      `select workflow, executions, failures, durations, last_failed_at from workflow_${step}
       where tenant_id = t.tenant_id and starts_at >= ?::timestamptz${to ? ' and starts_at < ?::timestamptz' : ''}`,
  );
  const rows = await executeSql<Row>(
    em,
    `select t.tenant_id as "tenantId", w.workflow, w.executions, w.failures, w.durations,
       ${instant('w.last_failed_at')} as "lastFailedAt", e.errors
     from unnest(?::uuid[]) as t (tenant_id)
     cross join lateral (
       select workflow, sum(executions)::double precision as executions, sum(failures)::double precision as failures,
         sum(durations)::text as durations, max(last_failed_at) as last_failed_at
       from (${parts.join(' union all ')}) as parts
       group by workflow order by 3 desc, 2 desc, 1 limit ?) as w
     left join lateral (
       select json_agg(sample) as errors from (
         select code, sum(count)::double precision as count, ${instant('max(last_at)')} as "lastAt",
           (array_agg(last_message order by last_at desc))[1] as message
         from error_hour
         where tenant_id = t.tenant_id and workflow = w.workflow and starts_at >= ?::timestamptz
           and (?::timestamptz is null or starts_at < ?::timestamptz)
         group by code order by 2 desc, 1 limit 3) as sample) as e on w.failures > 0
     order by t.tenant_id, w.failures desc, w.executions desc, w.workflow`,
    [
      tenantIds,
      ...stretches.flatMap(({ from, to }) => (to ? [from, to] : [from])),
      first,
      stretches[0]?.from ?? now,
      ...[stretches.at(-1)?.to ?? null, stretches.at(-1)?.to ?? null],
    ],
  );
  return new Map(
    [...groupByTenant(rows, tenantIds)].map(([tenantId, workflows]) => [
      tenantId,
      workflows.map((row) => toWorkflow(row, window)),
    ]),
  );
}

function toWorkflow({ durations, errors, ...row }: Row, window: FigureWindow): WorkflowRow {
  return {
    ...row,
    window,
    failureRate: row.executions === 0 ? 0 : row.failures / row.executions,
    p95DurationMs: quantile(durations, 0.95),
    errors: errors ?? [],
  };
}
