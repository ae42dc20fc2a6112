import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { UserError } from '@intendant/kit/errors';

export const paymentStatuses = ['FAILED', 'PAID'] as const;

export type PaymentStatus = (typeof paymentStatuses)[number];

export const PaymentEntity = defineEntity({
  name: 'Payment',
  tableName: 'payment',
  uniques: [{ name: 'payment_reference_unique', properties: ['tenantId', 'reference'] }],
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    /** The payment provider's name for it. */
    reference: p.text(),
    /** In cents of the installation's currency. */
    amountCents: p.bigint('number'),
    status: p.text().$type<PaymentStatus>(),
    dueAt: p.datetime(),
    failedAt: p.datetime().nullable(),
    failureReason: p.text().nullable(),
    paidAt: p.datetime().nullable(),
    /** When other subgraphs were told that the due date has passed unpaid; null until then. */
    overdueAnnouncedAt: p.datetime().nullable(),
  },
});

export type Payment = InferEntity<typeof PaymentEntity>;

/** What a failed payment is made of. */
export interface NewFailedPayment {
  id: string;
  tenantId: string;
  reference: string;
  amountCents: number;
  dueAt: Date;
  failureReason: string;
}

/** The state of a payment whose failure is recorded at `now`. */
export function failedPaymentState(input: NewFailedPayment, now: Date) {
  return {
    ...input,
    status: 'FAILED' as const,
    failedAt: now,
    paidAt: null,
    overdueAnnouncedAt: input.dueAt < now ? now : null,
  };
}

/** Records that the money arrived. Throws `UserError('INVALID_STATE')` when it had already. */
export function settle(payment: Payment, now: Date): void {
  if (payment.status === 'PAID') {
    throw new UserError('INVALID_STATE', 'The payment is paid already.', ['input', 'id']);
  }
  payment.status = 'PAID';
  payment.paidAt = now;
}
