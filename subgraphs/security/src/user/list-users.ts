import type { FilterQuery } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { authorise } from '@intendant/kit/identity/authorise';
import { toConnection, type Connection } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import type { SecurityContext } from '../context.ts';
import { containing } from '../like-pattern.ts';
import { pageOf, type PageArgs } from '../page-of.ts';
import { plainText } from '../plain-text.ts';
import { UserEntity, type User } from './user.entity.ts';

export interface UserConnection extends Connection<User> {
  /** Counted only when asked for. */
  totalCount: () => Promise<number>;
}

const nameAndId = z.tuple([plainText, z.guid()]);

export interface UserListArgs extends PageArgs {
  query?: string | null | undefined;
  hasPlatformRole?: boolean | null | undefined;
}

/**
 * Users by name. A tenant caller sees the members of its own tenant, and none of them with a platform role. Throws
 * `UserError('BAD_INPUT')` for a bad page.
 */
export async function listUsers(ctx: SecurityContext, args: UserListArgs = {}): Promise<UserConnection> {
  const caller = authorise(ctx, 'users:read');
  const { page, after } = pageOf(args, nameAndId);
  const conditions: FilterQuery<User>[] = [];
  const query = parseInput(plainText.trim().nullish(), args.query, 'query');
  if (query) {
    const pattern = containing(query);
    conditions.push({ $or: [{ name: { $ilike: pattern } }, { email: { $ilike: pattern } }] });
  }
  if (typeof args.hasPlatformRole === 'boolean') {
    // To a tenant its members' platform roles do not exist; finding people by them would tell.
    const isVisible = caller.tenantId === null;
    const none: FilterQuery<User> = isVisible ? { platformRole: null } : {};
    const some: FilterQuery<User> = isVisible ? { platformRole: { $ne: null } } : { id: { $in: [] } };
    conditions.push(args.hasPlatformRole ? some : none);
  }
  const onPage: FilterQuery<User> = after
    ? { $or: [{ name: { $gt: after[0] } }, { name: after[0], id: { $gt: after[1] } }] }
    : {};

  const users = await ctx.em.find(
    UserEntity,
    { $and: [...conditions, onPage] },
    { orderBy: { name: 'asc', id: 'asc' }, limit: page.first + 1, disableIdentityMap: true },
  );
  return {
    ...toConnection(users, page, (user) => [user.name, user.id]),
    totalCount: () => ctx.em.count(UserEntity, { $and: conditions }),
  };
}
