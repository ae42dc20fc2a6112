import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { tenantNameOf } from '../tenant/tenant-names.ts';
import { isUuid } from '../uuid.ts';
import { listPayments } from './list-payments.ts';
import { isOverdue } from './payment.entity.ts';
import { recordFailedPayment } from './record-failed-payment.ts';
import { settlePayment } from './settle-payment.ts';

export const paymentResolvers = {
  Query: {
    payments: (_, args, ctx) => listPayments(ctx, args),
  },
  Mutation: {
    recordFailedPayment: (_, { input }, ctx) =>
      toPayload(async () => ({ payment: await recordFailedPayment(ctx, input) }), { payment: null }),
    settlePayment: (_, { input }, ctx) =>
      toPayload(async () => ({ payment: await settlePayment(ctx, input) }), { payment: null }),
  },
  PaymentConnection: {
    totalCount: ({ total }) => total(),
  },
  Payment: {
    __resolveReference: ({ id }, ctx) => (isUuid(id) ? ctx.loaders.paymentById.load(id) : null),
    tenant: ({ tenantId }) => ({ id: tenantId }),
    tenantName: (row, _, ctx) => tenantNameOf(ctx, row),
    isOverdue: (payment, _, ctx) => isOverdue(payment, ctx.clock.now()),
    amount: async ({ amountCents }, _, ctx) => ({
      amountCents,
      currency: await ctx.settings.get('billing.currency'),
    }),
  },
} satisfies Resolvers;
