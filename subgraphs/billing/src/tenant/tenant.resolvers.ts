import type { Resolvers } from '../generated/resolvers.ts';
import { isUuid } from '../uuid.ts';

/** What billing adds to the tenant. Every figure is loaded for all tenants of a response at once. */
export const tenantResolvers: Resolvers = {
  Tenant: {
    // The entity is named by whoever asks: for a tenant's own callers, everyone else's looks missing.
    __resolveReference: ({ id }, { caller }) => {
      const isVisible = caller.kind !== 'anonymous' && (caller.tenantId === null || caller.tenantId === id);
      return isVisible && isUuid(id) ? { id } : null;
    },
    plan: async ({ id }, _, ctx) => {
      const subscription = await ctx.loaders.subscriptionByTenantId.load(id);
      return subscription && subscription.status !== 'CANCELED' ? subscription.plan : null;
    },
    subscription: ({ id }, _, ctx) => ctx.loaders.subscriptionByTenantId.load(id),
    isDelinquent: ({ id }, _, ctx) => ctx.loaders.isDelinquentByTenantId.load(id),
    unpaidPayments: ({ id }, _, ctx) => ctx.loaders.unpaidPaymentsByTenantId.load(id),
    entitlements: ({ id }, _, ctx) => ctx.loaders.usageByTenantId.load(id),
  },
};
