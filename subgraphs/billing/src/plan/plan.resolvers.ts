import type { Resolvers } from '../generated/resolvers.ts';
import { isUuid } from '../uuid.ts';
import { PlanEntity } from './plan.entity.ts';

export const planResolvers: Resolvers = {
  Query: {
    plans: (_, __, ctx) => ctx.em.find(PlanEntity, {}, { orderBy: { position: 'asc' } }),
  },
  Plan: {
    __resolveReference: ({ id }, ctx) => (isUuid(id) ? ctx.loaders.planById.load(id) : null),
    monthlyPrice: async (plan, _, ctx) => ({
      amountCents: plan.monthlyPriceCents,
      currency: await ctx.settings.get('billing.currency'),
    }),
  },
};
