import { z } from 'zod';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs, sortKeyIn, toConnection, type Connection } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import type { HealthContext } from '../context.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { QueryTenantSummariesArgs } from '../generated/resolvers.ts';
import { authoriseBilling } from './authorise-billing.ts';
import { isTenantId } from './tenant-id.ts';
import { conditionsOf, filterSchema, withoutNul } from './tenant-summary-filter.ts';
import { keysetCondition, sortKeyColumns, sortOf, orderBy, type SortValue } from './tenant-summary-sort.ts';
import { tenantSummaryColumns, type TenantSummaryRow } from './tenant-summary-row.ts';

const cursorSchema = z.tuple([
  z.string(),
  z.union([withoutNul, z.number(), z.array(z.number()).max(5), z.null()]),
  withoutNul,
  z.string().refine(isTenantId, 'must be an id'),
]);

type Row = TenantSummaryRow & { sortValue: SortValue; sortName: string };

/**
 * The tenant list by the projection: two statements, whatever its length. Pages do not overlap or skip while the sort
 * keys stand, also among ties. Throws `ForbiddenError` for an order or a filter by what only billing may tell the
 * caller, `UserError('BAD_INPUT')` for a cursor of another order and beyond 100.
 */
export async function tenantSummaries(
  ctx: HealthContext,
  args: Partial<QueryTenantSummariesArgs>,
): Promise<Connection<TenantSummaryRow> & { totalCount: number }> {
  authoriseFleet(ctx);
  authoriseBilling(ctx, args);
  const connection = connectionArgs(args);
  const sort = sortOf(args.sort);
  const filter = conditionsOf(parseInput(filterSchema, args.filter ?? {}, 'filter'), ctx.clock.now());
  const page = connection.after
    ? keysetCondition(sort, sortKeyIn(connection.after, cursorSchema))
    : { sql: 'true', parameters: [] };

  const [rows, [total]] = await Promise.all([
    executeSql<Row>(
      ctx.em,
      // The inner query picks the page; formatting every row before sorting would cost ten times as much.
      `select ${tenantSummaryColumns}, ${sortKeyColumns(sort)}
       from (
         select s.* from tenant_summary s where ${filter.sql} and ${page.sql} order by ${orderBy(sort)} limit ?) as s
       order by ${orderBy(sort)}`,
      [...filter.parameters, ...page.parameters, connection.first + 1],
    ),
    executeSql<{ count: number }>(
      ctx.em,
      `select count(*)::integer as count from tenant_summary s where ${filter.sql}`,
      filter.parameters,
    ),
  ]);
  return {
    ...toConnection(rows, connection, (row) => [sort.name, row.sortValue, row.sortName, row.tenantId]),
    totalCount: total?.count ?? 0,
  };
}
