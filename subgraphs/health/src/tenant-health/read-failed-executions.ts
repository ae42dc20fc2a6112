import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { FailedExecution } from '../generated/resolvers.ts';
import { floorTo } from '../rollup/time-window.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';
import type { FailedExecutionsPage } from './failed-executions.ts';
import { groupByTenant } from './group-by-tenant.ts';

/**
 * The failed executions of each tenant. `error_hour` says in which hours there are any of the kind asked for, so that
 * only as many hours of raw events are read as fill the page, however rare they are and however long the window. What is
 * read of an hour has a limit of its own, so that the planner looks each hour up by index in its own partition.
 */
export async function readFailedExecutions(
  em: EntityManager,
  tenantIds: readonly string[],
  page: FailedExecutionsPage,
): Promise<Map<string, FailedExecution[]>> {
  const { from, to, workflow, errorCode, after, limit } = page;
  const end = after ? new Date(after[0]) : to;
  // The hour in which the page begins may hold failures that come before the page: it does not count as filling it.
  const cutHour = end && floorTo('hour', end);
  const rows = await executeSql<FailedExecution & { tenantId: string }>(
    em,
    `select t.tenant_id as "tenantId", e.id, e.source, ${instant('e.occurred_at')} as at, e.data->>'workflow' as workflow,
       e.data->>'environment' as environment, coalesce(e.data->>'errorCode', 'unknown') as "errorCode",
       e.data->>'errorMessage' as "errorMessage", (e.data->>'durationMs')::double precision as "durationMs"
     from unnest(?::uuid[]) as t (tenant_id)
     cross join lateral (
       select e.*
       from (
         select starts_at from (
           select starts_at, sum(sum(count) filter (where starts_at is distinct from ?::timestamptz))
             over (order by starts_at desc rows between unbounded preceding and 1 preceding) as newer
           from error_hour
           where tenant_id = t.tenant_id and starts_at >= ?::timestamptz
             and (?::timestamptz is null or starts_at <= ?::timestamptz)
             and (?::text is null or workflow = ?::text) and (?::text is null or code = ?::text)
           group by starts_at) as hours
         where coalesce(newer, 0) < ?) as h
       cross join lateral (
         select * from event
         where tenant_id = t.tenant_id and occurred_at >= h.starts_at and occurred_at < h.starts_at + interval '1 hour'
           and occurred_at >= ?::timestamptz and type = 'execution.finished' and data->>'outcome' = 'FAILED'
           and (?::text is null or data->>'workflow' = ?::text)
           and (?::text is null or coalesce(data->>'errorCode', 'unknown') = ?::text)
           ${conditionOf(page)}
         order by occurred_at desc, source, id limit ?) as e
       order by e.occurred_at desc, e.source, e.id limit ?) as e
     order by t.tenant_id, e.occurred_at desc, e.source, e.id`,
    [
      tenantIds,
      cutHour,
      floorTo('hour', from),
      ...[cutHour, cutHour, workflow, workflow, errorCode, errorCode],
      limit,
      from,
      ...[workflow, workflow, errorCode, errorCode],
      ...parametersOf(page),
      limit,
      limit,
    ],
  );
  return groupByTenant(rows, tenantIds);
}

function conditionOf({ after, to }: FailedExecutionsPage): string {
  return [
    ...(to ? ['and occurred_at < ?::timestamptz'] : []),
    ...(after
      ? ['and (occurred_at < ?::timestamptz or (occurred_at = ?::timestamptz and (source, id) > (?, ?)))']
      : []),
  ].join(' ');
}

function parametersOf({ after, to }: FailedExecutionsPage): unknown[] {
  return [...(to ? [to] : []), ...(after ? [after[0], ...after] : [])];
}
