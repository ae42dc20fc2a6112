import type { Payment } from './payment.entity.ts';

/** A payment as the audit log keeps it. */
export function paymentAuditState(payment: Payment): object {
  return {
    reference: payment.reference,
    amountCents: payment.amountCents,
    status: payment.status,
    dueAt: payment.dueAt.toISOString(),
    failureReason: payment.failureReason,
    paidAt: payment.paidAt?.toISOString() ?? null,
  };
}
