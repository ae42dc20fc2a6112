import { raw, type FilterQuery, type QueryOrderMap } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { pageOf, type ConnectionArgs, type PageArgs } from '@intendant/kit/pagination';
import { plainText } from '@intendant/kit/plain-text';
import type { UserSort, UserSortField } from '../generated/resolvers.ts';
import type { User } from './user.entity.ts';

// Those who never signed in come before everybody who did, however long ago.
const never = '-infinity';

const columns: Record<UserSortField, (alias: string) => string> = {
  NAME: (alias) => `${alias}.name`,
  EMAIL: (alias) => `${alias}.email`,
  LAST_SIGNED_IN_AT: (alias) => `coalesce(${alias}.last_signed_in_at, '${never}')`,
  CREATED_AT: (alias) => `${alias}.created_at`,
};

const instant = z.iso.datetime();
const keys: Record<UserSortField, z.ZodType<string>> = {
  NAME: plainText,
  EMAIL: plainText,
  LAST_SIGNED_IN_AT: z.union([instant, z.literal(never)]),
  CREATED_AT: instant,
};

const keyOf: Record<UserSortField, (user: User) => string> = {
  NAME: (user) => user.name,
  EMAIL: (user) => user.email,
  LAST_SIGNED_IN_AT: (user) => user.lastSignedInAt?.toISOString() ?? never,
  CREATED_AT: (user) => user.createdAt.toISOString(),
};

/** How a list of users is sorted, and where its page starts. */
export interface UserOrder {
  page: ConnectionArgs;
  /** Those on the page and after it. */
  onPage: FilterQuery<User>;
  orderBy: QueryOrderMap<User>[];
  /** What a cursor keeps of a user. */
  sortKey: (user: User) => readonly string[];
}

/**
 * The order of a list of users: by a field, in either direction, and by e-mail address, which no two share, where that
 * is the same. A cursor belongs to the order it was made for. Throws `UserError('BAD_INPUT')` for a bad page.
 */
export function userOrder(args: PageArgs, sort: UserSort | null | undefined): UserOrder {
  const field = sort?.field ?? 'NAME';
  const direction = sort?.direction ?? 'ASC';
  const { page, after } = pageOf(args, z.tuple([z.literal(field), keys[field], plainText]));
  const column = columns[field];
  const order = direction === 'ASC' ? 'asc' : 'desc';
  const [atOrAfter, beyond] = direction === 'ASC' ? ['>=', '>'] : ['<=', '<'];
  const onPage: FilterQuery<User> = after
    ? {
        // The first half is implied by the second one, and lets an index find the start.
        [raw(
          (alias) =>
            `${column(alias)} ${atOrAfter} ? and (${column(alias)} ${beyond} ? or ${alias}.email > ?)`,
          [after[1], after[1], after[2]],
        )]: [],
      }
    : {};
  return {
    page,
    onPage,
    orderBy: [{ [raw((alias) => column(alias))]: order }, { email: 'asc' }],
    sortKey: (user) => [field, keyOf[field](user), user.email],
  };
}
