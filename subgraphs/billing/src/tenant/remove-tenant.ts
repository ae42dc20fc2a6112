import { appendAudit } from '@intendant/kit/audit/append-audit';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import { changeBilling } from '../live/billing-changed.ts';
import { EntitlementOverrideEntity } from '../override/entitlement-override.entity.ts';
import { PaymentEntity } from '../payment/payment.entity.ts';
import { forgetMrrMovements, recordMrrMovement } from '../revenue/record-mrr-movement.ts';
import { findSubscriptionForChange } from '../subscription/find-subscription-for-change.ts';
import { PlanSubscriptionEntity } from '../subscription/plan-subscription.entity.ts';
import { subscriptionAuditState } from '../subscription/record-subscription-change.ts';
import { lockTenant } from './lock-tenants.ts';

/**
 * Removes everything billing holds about a tenant that is gone. What it paid stays in the history of revenue, and its
 * going is churn; the movements of a tenant of the demo fleet go with it. Repeating it changes nothing.
 */
export async function removeTenant(ctx: BillingContext, tenantId: string): Promise<void> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);

  await changeBilling(ctx, async (em) => {
    await lockTenant(em, tenantId);
    const subscription = await findSubscriptionForChange(em, tenantId);
    // Its usage and exceptions go with it.
    const [tenant] = await executeSql<{ is_demo: boolean }>(
      em,
      'delete from tenant where id = ? returning is_demo',
      [tenantId],
    );
    if (!subscription) {
      return;
    }
    const before = subscriptionAuditState(subscription);
    await em.nativeDelete(EntitlementOverrideEntity, { tenantId });
    await em.nativeDelete(PaymentEntity, { tenantId });
    await em.nativeDelete(PlanSubscriptionEntity, { tenantId });
    if (tenant?.is_demo) {
      await forgetMrrMovements(em, tenantId);
    } else {
      const change = { tenantId, beforeCents: before.mrrCents, afterCents: 0, hasEnded: true };
      await recordMrrMovement(em, ctx, change);
    }
    await appendAudit(em, ctx, {
      action: 'subscription.remove',
      target: { type: 'PlanSubscription', id: subscription.id, name: subscription.plan.name },
      tenantId,
      before,
      after: null,
    });
  });
}
