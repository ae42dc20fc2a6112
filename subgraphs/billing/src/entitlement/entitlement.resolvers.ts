import type { Resolvers } from '../generated/resolvers.ts';
import { entitlementOf } from './catalogue.ts';
import { assessUsage, usageRatio } from './entitlement-usage.ts';
import { listEntitlements } from './list-entitlements.ts';

export const entitlementResolvers = {
  Query: {
    entitlements: (_, __, ctx) => listEntitlements(ctx),
  },
  EntitlementUsage: {
    entitlement: ({ entitlementKey }) => entitlementOf(entitlementKey),
    ratio: (usage) => usageRatio(usage),
    assessment: async (usage, _, ctx) =>
      assessUsage(usage, await ctx.settings.get('billing.entitlement-usage-warn-ratio')),
  },
} satisfies Resolvers;
