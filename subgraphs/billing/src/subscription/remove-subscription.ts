import { appendAudit } from '@intendant/kit/audit/append-audit';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import { PaymentEntity } from '../payment/payment.entity.ts';
import { findSubscriptionForChange, lockTenant } from './find-subscription-for-change.ts';
import { PlanSubscriptionEntity } from './plan-subscription.entity.ts';
import { subscriptionAuditState } from './record-subscription-change.ts';

/** Removes everything billing holds about a tenant that is gone. Repeating it changes nothing. */
export async function removeSubscription(ctx: BillingContext, tenantId: string): Promise<void> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);

  await ctx.em.transactional(
    async (em) => {
      await lockTenant(em, tenantId);
      const subscription = await findSubscriptionForChange(em, tenantId);
      if (!subscription) {
        return;
      }
      await em.nativeDelete(PaymentEntity, { tenantId });
      await em.nativeDelete(PlanSubscriptionEntity, { tenantId });
      await appendAudit(em, ctx, {
        action: 'subscription.remove',
        target: { type: 'PlanSubscription', id: subscription.id, name: subscription.plan.name },
        tenantId,
        before: subscriptionAuditState(subscription),
        after: null,
      });
    },
    { clear: true },
  );
}
