import type { Resolvers } from '../generated/resolvers.ts';
import { isUuid } from '../uuid.ts';
import { listPlans } from './list-plans.ts';

export const planResolvers = {
  Query: {
    plans: (_, __, ctx) => listPlans(ctx),
  },
  Plan: {
    __resolveReference: ({ id }, ctx) => (isUuid(id) ? ctx.loaders.planById.load(id) : null),
    monthlyPrice: async (plan, _, ctx) => ({
      amountCents: plan.monthlyPriceCents,
      currency: await ctx.settings.get('billing.currency'),
    }),
    entitlements: ({ id }, _, ctx) => ctx.loaders.planLimitsByPlanId.load(id),
  },
} satisfies Resolvers;
