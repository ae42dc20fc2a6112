import { raw, type FilterQuery } from '@mikro-orm/postgresql';
import { containing } from '@intendant/kit/database/like-pattern';
import { authorise } from '@intendant/kit/identity/authorise';
import type { IdentifiedCaller } from '@intendant/kit/identity/caller';
import { toConnection, type Connection, type PageArgs } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import { plainText } from '@intendant/kit/plain-text';
import type { SecurityContext } from '../context.ts';
import type { UserSort } from '../generated/resolvers.ts';
import { isId } from '../id.ts';
import { userOrder } from './user-order.ts';
import { UserEntity, type User } from './user.entity.ts';

export interface UserConnection extends Connection<User> {
  /** Counted only when asked for. */
  totalCount: () => Promise<number>;
}

export interface UserFilter {
  query?: string | null | undefined;
  hasPlatformRole?: boolean | null | undefined;
  isDisabled?: boolean | null | undefined;
  tenantId?: string | null | undefined;
}

export type UserListArgs = PageArgs & UserFilter & { sort?: UserSort | null | undefined };

/**
 * Users, by name unless told otherwise. A tenant caller sees the members of its own tenant, none of them with a platform
 * role, and none when it names another tenant. Throws `UserError('BAD_INPUT')` for a bad page.
 */
export async function listUsers(ctx: SecurityContext, args: UserListArgs = {}): Promise<UserConnection> {
  const caller = authorise(ctx, 'users:read');
  // Built anew for every statement: a fragment of raw SQL in it can be used once.
  const conditions = () => conditionsOf(args, caller);
  const { page, onPage, orderBy, sortKey } = userOrder(args, args.sort);

  const users = await ctx.em.find(
    UserEntity,
    { $and: [...conditions(), onPage] },
    { orderBy, limit: page.first + 1, disableIdentityMap: true },
  );
  return {
    ...toConnection(users, page, sortKey),
    totalCount: () => ctx.em.count(UserEntity, { $and: conditions() }),
  };
}

const nobody: FilterQuery<User> = { id: { $in: [] } };

function conditionsOf(args: UserFilter, { tenantId: ownTenantId }: IdentifiedCaller): FilterQuery<User>[] {
  const conditions: FilterQuery<User>[] = [];
  const query = parseInput(plainText.trim().nullish(), args.query, 'query');
  if (query) {
    const pattern = containing(query);
    conditions.push({ $or: [{ name: { $ilike: pattern } }, { email: { $ilike: pattern } }] });
  }
  if (typeof args.hasPlatformRole === 'boolean') {
    // To a tenant its members' platform roles do not exist; finding people by them would tell.
    const isVisible = ownTenantId === null;
    const none: FilterQuery<User> = isVisible ? { platformRole: null } : {};
    const some: FilterQuery<User> = isVisible ? { platformRole: { $ne: null } } : nobody;
    conditions.push(args.hasPlatformRole ? some : none);
  }
  if (typeof args.isDisabled === 'boolean') {
    conditions.push({ isDisabled: args.isDisabled });
  }
  if (args.tenantId) {
    // Which of its members belong to another tenant as well is none of a tenant's business.
    const isVisible = isId(args.tenantId) && (ownTenantId === null || ownTenantId === args.tenantId);
    conditions.push(isVisible ? memberOf(args.tenantId) : nobody);
  }
  return conditions;
}

function memberOf(tenantId: string): FilterQuery<User> {
  return {
    [raw((alias) => `${alias}.id in (select user_id from membership where tenant_id = ?)`, [tenantId])]: [],
  };
}
