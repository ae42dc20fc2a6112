import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { tenantNameOf } from '../tenant/tenant-names.ts';
import { isUuid } from '../uuid.ts';
import { cancelSubscription } from './cancel-subscription.ts';
import { changePlan } from './change-plan.ts';
import { convertTrial } from './convert-trial.ts';
import { listTrials } from './list-trials.ts';
import { mrrCents } from './plan-subscription.entity.ts';

export const subscriptionResolvers = {
  Query: {
    trials: (_, args, ctx) => listTrials(ctx, args),
  },
  Mutation: {
    changePlan: (_, { input }, ctx) =>
      toPayload(async () => ({ subscription: await changePlan(ctx, input) }), { subscription: null }),
    convertTrial: (_, { input }, ctx) =>
      toPayload(async () => ({ subscription: await convertTrial(ctx, input) }), { subscription: null }),
    cancelSubscription: (_, { input }, ctx) =>
      toPayload(async () => ({ subscription: await cancelSubscription(ctx, input) }), { subscription: null }),
  },
  PlanSubscriptionConnection: {
    totalCount: ({ total }) => total(),
  },
  PlanSubscription: {
    __resolveReference: ({ id }, ctx) => (isUuid(id) ? ctx.loaders.subscriptionById.load(id) : null),
    tenant: ({ tenantId }) => ({ id: tenantId }),
    tenantName: (row, _, ctx) => tenantNameOf(ctx, row),
    mrr: async (subscription, _, ctx) => ({
      amountCents: mrrCents(subscription),
      currency: await ctx.settings.get('billing.currency'),
    }),
  },
} satisfies Resolvers;
