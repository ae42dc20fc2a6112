import { InvariantError } from '@intendant/kit/errors';
import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { isId } from '../id.ts';
import { removeMembership } from './remove-membership.ts';
import { setMembership } from './set-membership.ts';

export const membershipResolvers: Resolvers = {
  Mutation: {
    setMembership: (_, { input }, ctx) =>
      toPayload(async () => ({ membership: await setMembership(ctx, input) }), { membership: null }),
    removeMembership: (_, { input }, ctx) =>
      toPayload(async () => ({ membership: await removeMembership(ctx, input) }), { membership: null }),
  },
  Membership: {
    __resolveReference: ({ id }, ctx) => (isId(id) ? ctx.loaders.membershipById.load(id) : null),
    user: async ({ user }, _args, ctx) => {
      // A member just removed is no longer visible to its tenant, but was when the row was read.
      const found = user.isInitialized() ? user.unwrap() : await ctx.loaders.userById.load(user.id);
      if (!found) {
        throw new InvariantError('A membership has no user.');
      }
      return found;
    },
    tenant: ({ tenantId }) => ({ id: tenantId }),
  },
};
