import type { Caller } from '@intendant/kit/identity/caller';
import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { isId } from '../id.ts';
import { endSessions } from '../session/end-sessions.ts';
import { sessionTimeouts } from '../session/session-timeouts.ts';
import { createUser } from './create-user.ts';
import { disableUser } from './disable-user.ts';
import { enableUser } from './enable-user.ts';
import { listUsers } from './list-users.ts';
import { setPlatformRole } from './set-platform-role.ts';

function isOfPlatform(caller: Caller): boolean {
  return caller.kind !== 'anonymous' && caller.tenantId === null;
}

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
    enableUser: (_, { input }, ctx) =>
      toPayload(async () => ({ user: await enableUser(ctx, input) }), { user: null }),
    endSessions: (_, { input }, ctx) => toPayload(() => endSessions(ctx, input), { user: null, ended: null }),
    setPlatformRole: (_, { input }, ctx) =>
      toPayload(async () => ({ user: await setPlatformRole(ctx, input) }), { user: null }),
  },
  User: {
    __resolveReference: ({ id }, ctx) => (isId(id) ? ctx.loaders.userById.load(id) : null),
    memberships: ({ id }, _args, ctx) => ctx.loaders.membershipsByUser.load(id),
    // What a person is on the platform is none of a tenant's business.
    platformRole: ({ platformRole }, _args, { caller }) =>
      isOfPlatform(caller) ? (platformRole ?? null) : null,
    // A session is not of one tenant, so its number would tell a tenant what its members do elsewhere.
    openSessions: async ({ id }, _args, ctx) =>
      isOfPlatform(ctx.caller)
        ? ctx.loaders.openSessionsByUser.load({ id, timeouts: await sessionTimeouts(ctx) })
        : null,
  },
};
