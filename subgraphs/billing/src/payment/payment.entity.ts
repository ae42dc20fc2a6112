import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { UserError } from '@intendant/kit/errors';

export const paymentStatuses = ['FAILED', 'PAID'] as const;

export type PaymentStatus = (typeof paymentStatuses)[number];

export const PaymentEntity = defineEntity({
  name: 'Payment',
  tableName: 'payment',
  checks: [
    { name: 'payment_amount_cents_check', expression: 'amount_cents > 0' },
    { name: 'payment_paid_check', expression: `(status = 'PAID') = (paid_at is not null)` },
  ],
  indexes: [
    {
      name: 'payment_unpaid',
      expression: `create index payment_unpaid on payment (tenant_id, due_at, id) include (amount_cents) where status = 'FAILED'`,
    },
    {
      name: 'payment_unannounced',
      expression: `create index payment_unannounced on payment (due_at) where status = 'FAILED' and overdue_announced_at is null`,
    },
    { name: 'payment_due', properties: ['dueAt', 'id'] },
    { name: 'payment_tenant_due', properties: ['tenantId', 'dueAt', 'id'] },
  ],
  uniques: [{ name: 'payment_reference_unique', properties: ['tenantId', 'reference'] }],
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    /** The payment provider's name for it. */
    reference: p.text(),
    /** In cents of the installation's currency. */
    amountCents: p.bigint('number'),
    status: p.enum([...paymentStatuses]).$type<PaymentStatus>(),
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

/** Whether a payment failed, is unpaid and past its due date. */
export function isOverdue({ status, dueAt }: Pick<Payment, 'status' | 'dueAt'>, now: Date): boolean {
  return status === 'FAILED' && dueAt < now;
}

/** `isOverdue` as a condition of MikroORM. */
export const overdueAt = (now: Date) => ({ status: 'FAILED' as const, dueAt: { $lt: now } });

/** `isOverdue` as a condition on the columns of `payment`; its parameter is the instant. */
export const overdueSql = `payment.status = 'FAILED' and payment.due_at < ?`;

/** Records that the money arrived. Throws `UserError('INVALID_STATE')` when it had already. */
export function settle(payment: Payment, now: Date): void {
  if (payment.status === 'PAID') {
    throw new UserError('INVALID_STATE', 'The payment is paid already.', ['input', 'id']);
  }
  payment.status = 'PAID';
  payment.paidAt = now;
}
