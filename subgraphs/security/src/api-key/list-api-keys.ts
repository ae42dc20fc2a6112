import type { FilterQuery } from '@mikro-orm/postgresql';
import { authorise } from '@intendant/kit/identity/authorise';
import {
  instantAndId,
  pageOf,
  toConnection,
  type Connection,
  type PageArgs,
} from '@intendant/kit/pagination';
import type { SecurityContext } from '../context.ts';
import { isId } from '../id.ts';
import { ApiKeyEntity, type ApiKey } from './api-key.entity.ts';

export interface ApiKeyConnection extends Connection<ApiKey> {
  /** Counted only when asked for. */
  totalCount: () => Promise<number>;
}

/**
 * API keys, the newest first, revoked and expired ones included. A tenant caller sees those of its own tenant, and
 * none when it names another. Throws `UserError('BAD_INPUT')` for a bad page.
 */
export async function listApiKeys(
  ctx: SecurityContext,
  args: PageArgs & { tenantId?: string | null | undefined } = {},
): Promise<ApiKeyConnection> {
  authorise(ctx, 'keys:read');
  const { page, after } = pageOf(args, instantAndId);
  const matching: FilterQuery<ApiKey> =
    typeof args.tenantId !== 'string' ? {} : { tenantId: isId(args.tenantId) ? args.tenantId : { $in: [] } };
  const onPage: FilterQuery<ApiKey> = after
    ? { $or: [{ createdAt: { $lt: after[0] } }, { createdAt: after[0], id: { $lt: after[1] } }] }
    : {};

  const keys = await ctx.em.find(
    ApiKeyEntity,
    { $and: [matching, onPage] },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: page.first + 1, disableIdentityMap: true },
  );
  return {
    ...toConnection(keys, page, (key) => [key.createdAt, key.id]),
    totalCount: () => ctx.em.count(ApiKeyEntity, matching),
  };
}
