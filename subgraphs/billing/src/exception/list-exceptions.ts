import { z } from 'zod';
import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { connectionArgs, toConnection, type Connection } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import type { BillingContext } from '../context.ts';
import type { EntitlementUsage } from '../entitlement/entitlement-usage.ts';
import type { QueryEntitlementExceptionsArgs } from '../generated/resolvers.ts';
import { sectionTopics } from '../live/billing-changed.ts';
import { EntitlementOverrideEntity } from '../override/entitlement-override.entity.ts';
import { conditionsOf, filterSchema, withoutNul } from './exception-filter.ts';
import { keysetCondition, orderBy, sortKeyColumns, sortOf, type ExceptionCursor } from './exception-sort.ts';
import { exceptionsSql } from './exceptions-sql.ts';

/** Usage above a limit, or an override in force. */
export interface EntitlementException {
  tenantId: string;
  tenantName: string;
  planName: string | null;
  kind: 'ABOVE_LIMIT' | 'OVERRIDE';
  usage: EntitlementUsage;
  since: Date;
}

export type ExceptionConnection = Connection<EntitlementException> & { totalCount: number };

type Args = Partial<QueryEntitlementExceptionsArgs>;

const cursorSchema = z.tuple([
  z.string(),
  z.union([withoutNul, z.number()]),
  withoutNul,
  withoutNul,
  z.guid(),
]);

/**
 * Entitlement exceptions over all tenants: three statements at most, whatever the page. The first page without a filter,
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
  if (after || Object.values(args.filter ?? {}).some((condition) => condition != null)) {
    return readExceptions(ctx, args);
  }
  return cachedSection(ctx, {
    key: `entitlementExceptions ${sortOf(args.sort).name} ${first}`,
    compute: (own) => readExceptions(own, args),
    topic: sectionTopics,
    freshness,
  });
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
  const now = ctx.clock.now();
  const sort = sortOf(args.sort);
  const filter = conditionsOf(parseInput(filterSchema, args.filter ?? {}, 'filter'));
  const page = connection.after
    ? keysetCondition(sort, parseInput(cursorSchema, connection.after, 'after'))
    : { sql: 'true', parameters: [] };

  const [rows, [total]] = await Promise.all([
    executeSql<Row>(
      ctx.em,
      `select x.tenant_id as "tenantId", x.tenant_name as "tenantName", x.plan_name as "planName",
         x.is_above as "isAbove", x.since, x.entitlement_key as "entitlementKey",
         x.used::double precision as used, x.limit_value::double precision as "limit",
         x.plan_limit::double precision as "planLimit", x.override_id as "overrideId",
         u.measured_at as "measuredAt", ${sortKeyColumns(sort)}
       from (select * from ${exceptionsSql} where ${filter.sql} and ${page.sql} order by ${orderBy(sort)} limit ?) as x
       left join tenant_usage u on u.tenant_id = x.tenant_id and u.entitlement_key = x.entitlement_key
       order by ${orderBy(sort)}`,
      [now, ...filter.parameters, ...page.parameters, connection.first + 1],
    ),
    executeSql<{ count: number }>(
      ctx.em,
      `select count(*)::integer as count from ${exceptionsSql} where ${filter.sql}`,
      [now, ...filter.parameters],
    ),
  ]);
  return {
    ...toConnection(await toExceptions(ctx, sort.name, rows), connection, ({ cursor }) => cursor),
    totalCount: total?.count ?? 0,
  };
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
