import { raw, type FilterQuery } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { containing } from '@intendant/kit/database/like-pattern';
import { authorise } from '@intendant/kit/identity/authorise';
import { pageOf, toConnection, type Connection, type PageArgs } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import { plainText } from '@intendant/kit/plain-text';
import type { TenantsContext } from '../context.ts';
import { isTenantId } from './load-tenant.ts';
import { TenantEntity, type Tenant, type TenantStatus } from './tenant.entity.ts';

export interface TenantConnection extends Connection<Tenant> {
  /** Counted only when asked for. */
  totalCount: () => Promise<number>;
}

export interface TenantListArgs extends PageArgs {
  query?: string | null | undefined;
  statuses?: readonly TenantStatus[] | null | undefined;
}

const sortKey = z.tuple([plainText, z.guid()]);

/**
 * Tenants by name; without deleted ones, unless they are asked for. A tenant caller sees its own only. Throws
 * `UserError('BAD_INPUT')` for a bad text or page.
 */
export async function listTenants(ctx: TenantsContext, args: TenantListArgs = {}): Promise<TenantConnection> {
  authorise(ctx, 'tenants:read');
  const conditions = conditionsOf(args);
  const { page, after } = pageOf(args, sortKey);

  const tenants = await ctx.em.find(
    TenantEntity,
    { $and: [...conditions, ...(after ? [onPageAfter(after)] : [])] },
    { orderBy: { name: 'asc', id: 'asc' }, limit: page.first + 1, disableIdentityMap: true },
  );
  return {
    ...toConnection(tenants, page, ({ name, id }) => [name, id]),
    totalCount: () => ctx.em.count(TenantEntity, { $and: conditions }),
  };
}

function conditionsOf({ query, statuses }: TenantListArgs): FilterQuery<Tenant>[] {
  const text = parseInput(plainText.max(200).trim().nullish(), query, 'query');
  const pattern = containing(text ?? '');
  const called = { $or: [{ name: { $ilike: pattern } }, { slug: { $ilike: pattern } }] };
  return [
    { status: statuses ? { $in: [...statuses] } : { $ne: 'DELETED' } },
    ...(text ? [isTenantId(text) ? { id: text } : called] : []),
  ];
}

function onPageAfter(key: z.output<typeof sortKey>): FilterQuery<Tenant> {
  return { [raw((alias) => `(${alias}.name, ${alias}.id) > (?, ?::uuid)`, key)]: [] };
}
