import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { enqueue } from '@intendant/kit/jobs/enqueue';
import { parseInput } from '@intendant/kit/parse-input';
import type { BillingContext } from '../context.ts';
import { changeBilling } from '../live/billing-changed.ts';
import { loadSubscriptionForChange } from '../subscription/load-subscription.ts';
import { publishSubscription } from '../subscription/record-subscription-change.ts';
import { paymentAuditState } from './payment-audit-state.ts';
import { failedPaymentState, PaymentEntity, type Payment } from './payment.entity.ts';

const schema = z.object({
  tenantId: z.string(),
  reference: z
    .string()
    .trim()
    .min(1, 'Give the payment provider’s reference.')
    .max(200, 'Give a reference of at most 200 characters.'),
  amountCents: z
    .number()
    .int('Give a whole number of cents.')
    .min(1, 'Give an amount of at least 1 cent.')
    .max(100_000_000_000, 'Give an amount of at most 100,000,000,000 cents.'),
  dueAt: z.coerce
    .date()
    .min(new Date('2000-01-01'), 'Give a due date after 1999.')
    .max(new Date('2100-01-01'), 'Give a due date before 2100.'),
  reason: z
    .string()
    .trim()
    .min(1, 'Give a reason of 1 to 500 characters.')
    .max(500, 'Give a reason of 1 to 500 characters.'),
});

/**
 * Records that a payment failed. The tenant is delinquent once `dueAt` has passed: at once, or when the job enqueued
 * for that instant runs. The same `reference` of the same tenant again changes nothing and returns the payment as it
 * is. Platform callers only. Throws `UserError` `NOT_FOUND` for the tenant or `BAD_INPUT`.
 */
export async function recordFailedPayment(
  ctx: BillingContext,
  input: z.input<typeof schema>,
): Promise<Payment> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);
  const { tenantId, reason, ...details } = parseInput(schema, input);

  return changeBilling(ctx, async (em) => {
    const subscription = await loadSubscriptionForChange(em, ctx, tenantId);
    const present = await em.findOne(PaymentEntity, { tenantId, reference: details.reference });
    if (present) {
      return present;
    }
    const payment = em.create(
      PaymentEntity,
      failedPaymentState(
        { id: randomUUID(), tenantId: subscription.tenantId, failureReason: reason, ...details },
        ctx.clock.now(),
      ),
    );
    await em.persist(payment).flush();
    if (payment.overdueAnnouncedAt === null) {
      await enqueue(
        em,
        'billing:announce-overdue',
        { tenantId: payment.tenantId },
        // Due until the end of that very millisecond.
        { runAt: new Date(payment.dueAt.getTime() + 1), jobKey: `billing:announce-overdue:${payment.id}` },
      );
    }
    await appendAudit(em, ctx, {
      action: 'payment.record-failure',
      target: { type: 'Payment', id: payment.id, name: payment.reference },
      tenantId: payment.tenantId,
      before: null,
      after: paymentAuditState(payment),
    });
    await publishSubscription(em, ctx, subscription);
    return payment;
  });
}
