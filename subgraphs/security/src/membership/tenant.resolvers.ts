import type { Caller } from '@intendant/kit/identity/caller';
import { connectionArgs } from '@intendant/kit/pagination';
import type { Resolvers } from '../generated/resolvers.ts';
import { isId } from '../id.ts';
import { sessionTimeouts } from '../session/session-timeouts.ts';

/** Whether a tenant's figures are the caller's business: its own tenant's, or every one's for the platform. */
function isVisible(id: string, caller: Caller): boolean {
  return caller.kind !== 'anonymous' && (caller.tenantId === null || caller.tenantId === id) && isId(id);
}

/** What security adds to a tenant. */
export const tenantResolvers: Resolvers = {
  Tenant: {
    __resolveReference: ({ id }) => ({ id }),
    memberships: ({ id }, _args, ctx) => (isId(id) ? ctx.loaders.membershipsByTenant.load(id) : null),
    auditEntries: ({ id }, args, { caller, loaders }) => {
      const { first } = connectionArgs({ first: args.first ?? 10 });
      return isVisible(id, caller) ? loaders.auditEntriesByTenant.load({ tenantId: id, first }) : null;
    },
    memberCount: ({ id }, _args, { caller, loaders }) =>
      isVisible(id, caller) ? loaders.memberCountByTenant.load(id) : null,
    signedInCount: async ({ id }, _args, ctx) =>
      isVisible(id, ctx.caller)
        ? ctx.loaders.signedInCountByTenant.load({ id, timeouts: await sessionTimeouts(ctx) })
        : null,
    activeApiKeyCount: ({ id }, _args, { caller, loaders }) =>
      isVisible(id, caller) ? loaders.activeKeyCountByTenant.load(id) : null,
  },
};
