import { z } from 'zod';
import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { connectionArgs, sortKeyIn, toConnection, type Connection } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import type { BillingContext } from '../context.ts';
import type { EntitlementUsage } from '../entitlement/entitlement-usage.ts';
import type { QueryEntitlementExceptionsArgs } from '../generated/resolvers.ts';
import { sectionTopics } from '../live/billing-changed.ts';
import { EntitlementOverrideEntity } from '../override/entitlement-override.entity.ts';
import { countExceptions } from './count-exceptions.ts';
import { conditionsOf, filterSchema, withoutNul, type SqlCondition } from './exception-filter.ts';
import {
  keysetCondition,
  orderBy,
  sortKeyColumns,
  sortOf,
  type ExceptionCursor,
  type Sort,
} from './exception-sort.ts';
import { mostExceededSql, namedExceptionsSql } from './exceptions-sql.ts';

/** Usage above a limit, or an override in force. */
export interface EntitlementException {
  tenantId: string;
  tenantName: string;
  planName: string | null;
  kind: 'ABOVE_LIMIT' | 'OVERRIDE';
  usage: EntitlementUsage;
  since: Date;
}

/** A page, and by which condition it was filtered; null stands for none. */
export type ExceptionConnection = Connection<EntitlementException> & { filter: SqlCondition | null };

type Args = Partial<QueryEntitlementExceptionsArgs>;

const cursorSchema = z.tuple([
  z.string(),
  z.union([withoutNul, z.number()]),
  withoutNul,
  withoutNul,
  z.guid(),
]);

/**
 * Entitlement exceptions over all tenants: two statements at most, whatever the page. The first page without a filter,
 * which dashboards show, is cached. Platform callers only. Throws `UserError('BAD_INPUT')` for a cursor of another order
 * and beyond 100.
 */
export async function listExceptions(
  ctx: BillingContext,
  args: Args,
  freshness?: Freshness,
): Promise<ExceptionConnection> {
  authorise(ctx, 'billing:read');
  requirePlatformCaller(ctx);
  const { first, after } = connectionArgs(args);
  if (after || isFiltered(args)) {
    return readExceptions(ctx, args);
  }
  return cachedSection(ctx, {
    key: `entitlementExceptions ${sortOf(args.sort).name} ${first}`,
    compute: (own) => readExceptions(own, args),
    topic: sectionTopics,
    freshness,
  });
}

/** How many exceptions there are on all pages; one statement at most. */
export async function totalOf(ctx: BillingContext, { filter }: ExceptionConnection): Promise<number> {
  if (filter === null) {
    return (await countExceptions(ctx)).exceptions;
  }
  const [total] = await executeSql<{ count: number }>(
    ctx.em,
    `select count(*)::integer as count from ${namedExceptionsSql} where ${filter.sql}`,
    [ctx.clock.now(), ...filter.parameters],
  );
  return total?.count ?? 0;
}

function isFiltered({ filter }: Args): boolean {
  return Object.values(filter ?? {}).some((condition) => condition != null);
}

interface Row {
  tenantId: string;
  tenantName: string;
  planName: string | null;
  isAbove: boolean;
  since: string;
  entitlementKey: string;
  used: number;
  limit: number | null;
  planLimit: number | null;
  overrideId: string | null;
  measuredAt: string | null;
  sortValue: string | number;
  sortName: string;
}

async function readExceptions(ctx: BillingContext, args: Args): Promise<ExceptionConnection> {
  const connection = connectionArgs(args);
  const sort = sortOf(args.sort);
  const filter = isFiltered(args) ? conditionsOf(parseInput(filterSchema, args.filter, 'filter')) : null;
  const rows = await readRows(ctx, { sort, filter, after: connection.after, limit: connection.first + 1 });
  return {
    ...toConnection(await toExceptions(ctx, sort.name, rows), connection, ({ cursor }) => cursor),
    filter,
  };
}

interface Page {
  sort: Sort;
  filter: SqlCondition | null;
  after: readonly unknown[] | null;
  limit: number;
}

function readRows({ em, clock }: BillingContext, { sort, filter, after, limit }: Page): Promise<Row[]> {
  const page = after ? keysetCondition(sort, sortKeyIn(after, cursorSchema)) : null;
  const conditions = [filter, page].filter((condition) => condition !== null);
  const source =
    conditions.length === 0 && sort.name === sortOf(null).name
      ? { sql: mostExceededSql, parameters: [clock.now(), limit] }
      : { sql: namedExceptionsSql, parameters: [clock.now()] };
  const where = conditions.map(({ sql }) => sql).join(' and ') || 'true';
  return executeSql<Row>(
    em,
    `select x.tenant_id as "tenantId", x.tenant_name as "tenantName", x.plan_name as "planName",
       x.is_above as "isAbove", x.since, x.entitlement_key as "entitlementKey",
       x.used::double precision as used, x.limit_value::double precision as "limit",
       x.plan_limit::double precision as "planLimit", x.override_id as "overrideId",
       u.measured_at as "measuredAt", ${sortKeyColumns(sort)}
     from (select * from ${source.sql} where ${where} order by ${orderBy(sort)} limit ?) as x
     left join tenant_usage u on u.tenant_id = x.tenant_id and u.entitlement_key = x.entitlement_key
     order by ${orderBy(sort)}`,
    [...source.parameters, ...conditions.flatMap(({ parameters }) => parameters), limit],
  );
}

/** The rows as exceptions with their cursors; their overrides are read together. */
async function toExceptions(
  ctx: BillingContext,
  order: string,
  rows: readonly Row[],
): Promise<(EntitlementException & { cursor: ExceptionCursor })[]> {
  const ids = rows.flatMap(({ overrideId }) => overrideId ?? []);
  const found = ids.length === 0 ? [] : await ctx.em.find(EntitlementOverrideEntity, { id: { $in: ids } });
  const overrides = new Map(found.map((override) => [override.id, override]));
  return rows.map((row) => ({
    tenantId: row.tenantId,
    tenantName: row.tenantName,
    planName: row.planName,
    kind: row.isAbove ? 'ABOVE_LIMIT' : 'OVERRIDE',
    usage: {
      entitlementKey: row.entitlementKey,
      used: row.used,
      limit: row.limit,
      planLimit: row.planLimit,
      override: overrides.get(row.overrideId ?? '') ?? null,
      measuredAt: row.measuredAt === null ? null : new Date(row.measuredAt),
    },
    since: new Date(row.since),
    cursor: [order, row.sortValue, row.sortName, row.entitlementKey, row.tenantId],
  }));
}
