import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { UserError } from '@intendant/kit/errors';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { BillingContext } from '../context.ts';
import { changeBilling } from '../live/billing-changed.ts';
import { loadSubscriptionForChange } from '../subscription/load-subscription.ts';
import { publishSubscription } from '../subscription/record-subscription-change.ts';
import { isUuid } from '../uuid.ts';
import { paymentAuditState } from './payment-audit-state.ts';
import { PaymentEntity, settle, type Payment } from './payment.entity.ts';

const schema = z.object({ id: z.string() });

/**
 * Records that a failed payment was paid after all; a tenant with nothing else overdue is delinquent no more.
 * Platform callers only. Throws `UserError` `NOT_FOUND`, or `INVALID_STATE` when it was paid already.
 */
export async function settlePayment(ctx: BillingContext, input: z.input<typeof schema>): Promise<Payment> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);
  const { id } = parseInput(schema, input);

  return changeBilling(ctx, async (em) => {
    const found = isUuid(id) ? await em.findOne(PaymentEntity, { id }) : null;
    if (!found) {
      throw new UserError('NOT_FOUND', 'There is no such payment.', ['input', 'id']);
    }
    const subscription = await loadSubscriptionForChange(em, ctx, found.tenantId);
    // Read again behind the subscription's lock: another caller may have settled it in the meantime.
    const payment = await em.refresh(found);
    if (!payment) {
      throw new UserError('NOT_FOUND', 'There is no such payment.', ['input', 'id']);
    }
    const before = paymentAuditState(payment);
    settle(payment, ctx.clock.now());
    await em.flush();
    await appendAudit(em, ctx, {
      action: 'payment.settle',
      target: { type: 'Payment', id: payment.id, name: payment.reference },
      tenantId: payment.tenantId,
      before,
      after: paymentAuditState(payment),
    });
    await publishSubscription(em, ctx, subscription);
    return payment;
  });
}
