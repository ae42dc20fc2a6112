import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { isId } from '../id.ts';
import { createUser } from './create-user.ts';
import { disableUser } from './disable-user.ts';
import { listUsers } from './list-users.ts';
import { setPlatformRole } from './set-platform-role.ts';

export const userResolvers: Resolvers = {
  Query: {
    user: (_, { id }, ctx) => (isId(id) ? ctx.loaders.userById.load(id) : null),
    users: (_, args, ctx) => listUsers(ctx, args),
  },
  Mutation: {
    createUser: (_, { input }, ctx) =>
      toPayload(async () => ({ user: await createUser(ctx, input) }), { user: null }),
    disableUser: (_, { input }, ctx) =>
      toPayload(async () => ({ user: await disableUser(ctx, input) }), { user: null }),
    setPlatformRole: (_, { input }, ctx) =>
      toPayload(async () => ({ user: await setPlatformRole(ctx, input) }), { user: null }),
  },
  User: {
    __resolveReference: ({ id }, ctx) => (isId(id) ? ctx.loaders.userById.load(id) : null),
    memberships: ({ id }, _args, ctx) => ctx.loaders.membershipsByUser.load(id),
    // What a person is on the platform is none of a tenant's business.
    platformRole: ({ platformRole }, _args, { caller }) =>
      caller.kind !== 'anonymous' && caller.tenantId === null ? (platformRole ?? null) : null,
  },
};
