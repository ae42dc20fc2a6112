import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { reactivateTenants } from './reactivate-tenants.ts';
import { suspendTenants } from './suspend-tenants.ts';

const nothing = { tenants: null, unchanged: null };

export const tenantSelectionResolvers: Resolvers = {
  Mutation: {
    suspendTenants: (_, { input }, ctx) => toPayload(() => suspendTenants(ctx, input), nothing),
    reactivateTenants: (_, { input }, ctx) => toPayload(() => reactivateTenants(ctx, input), nothing),
  },
};
