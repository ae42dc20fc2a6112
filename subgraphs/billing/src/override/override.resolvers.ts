import { toPayload } from '@intendant/kit/to-payload';
import { entitlementOf } from '../entitlement/catalogue.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { isUuid } from '../uuid.ts';
import { overrideStatus } from './entitlement-override.entity.ts';
import { grantOverride } from './grant-override.ts';
import { listOverrides } from './list-overrides.ts';
import { revokeOverride } from './revoke-override.ts';

export const overrideResolvers = {
  Query: {
    entitlementOverrides: (_, args, ctx) => listOverrides(ctx, args),
  },
  Mutation: {
    grantOverride: (_, { input }, ctx) =>
      toPayload(async () => ({ override: await grantOverride(ctx, input) }), { override: null }),
    revokeOverride: (_, { input }, ctx) =>
      toPayload(async () => ({ override: await revokeOverride(ctx, input) }), { override: null }),
  },
  EntitlementOverrideConnection: {
    totalCount: ({ total }) => total(),
  },
  EntitlementOverride: {
    __resolveReference: ({ id }, ctx) => (isUuid(id) ? ctx.loaders.overrideById.load(id) : null),
    tenant: ({ tenantId }) => ({ id: tenantId }),
    entitlement: ({ entitlementKey }) => entitlementOf(entitlementKey),
    status: (override, _, ctx) => overrideStatus(override, ctx.clock.now()),
  },
} satisfies Resolvers;
