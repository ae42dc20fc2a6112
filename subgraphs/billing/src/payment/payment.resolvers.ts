import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { isUuid } from '../uuid.ts';
import { recordFailedPayment } from './record-failed-payment.ts';
import { settlePayment } from './settle-payment.ts';

export const paymentResolvers: Resolvers = {
  Mutation: {
    recordFailedPayment: (_, { input }, ctx) =>
      toPayload(async () => ({ payment: await recordFailedPayment(ctx, input) }), { payment: null }),
    settlePayment: (_, { input }, ctx) =>
      toPayload(async () => ({ payment: await settlePayment(ctx, input) }), { payment: null }),
  },
  Payment: {
    __resolveReference: ({ id }, ctx) => (isUuid(id) ? ctx.loaders.paymentById.load(id) : null),
    amount: async ({ amountCents }, _, ctx) => ({
      amountCents,
      currency: await ctx.settings.get('billing.currency'),
    }),
  },
};
