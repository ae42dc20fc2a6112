import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import { changeBilling } from '../live/billing-changed.ts';
import { findSubscriptionForChange } from '../subscription/find-subscription-for-change.ts';
import {
  recordSubscriptionChange,
  subscriptionAuditState,
} from '../subscription/record-subscription-change.ts';
import { overdueAt, PaymentEntity } from './payment.entity.ts';

/**
 * Publishes `subscription.changed` when a payment of the tenant has passed its due date unpaid since the last time.
 * Reading computes delinquency from the clock; this tells those who cannot read. Repeating it changes nothing.
 * Returns whether there was something to tell.
 */
export async function announceOverdue(ctx: BillingContext, tenantId: string): Promise<boolean> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);

  return changeBilling(ctx, async (em) => {
    const subscription = await findSubscriptionForChange(em, tenantId);
    if (!subscription) {
      return false;
    }
    const now = ctx.clock.now();
    const announced = await em.nativeUpdate(
      PaymentEntity,
      { tenantId, ...overdueAt(now), overdueAnnouncedAt: null },
      { overdueAnnouncedAt: now },
    );
    if (announced === 0) {
      return false;
    }
    await recordSubscriptionChange(em, ctx, {
      action: 'subscription.become-delinquent',
      subscription,
      before: subscriptionAuditState(subscription),
    });
    return true;
  });
}
