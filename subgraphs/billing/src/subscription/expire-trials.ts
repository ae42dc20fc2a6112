import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import { changeBilling } from '../live/billing-changed.ts';
import { findSubscriptionForChange } from './find-subscription-for-change.ts';
import { fallBackToFree, hasTrialEnded, PlanSubscriptionEntity } from './plan-subscription.entity.ts';
import { recordSubscriptionChange, subscriptionAuditState } from './record-subscription-change.ts';
import { loadFreePlan } from './start-subscription.ts';

const batchSize = 200;

/**
 * Moves every trial that is past its end without conversion to the free plan, each in a transaction of its own.
 * Safe to run at any time and in several processes. Platform callers and our own jobs only. Returns how many.
 */
export async function expireTrials(ctx: BillingContext): Promise<number> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);
  let expired = 0;
  for (;;) {
    const due = await ctx.em
      .fork()
      .find(
        PlanSubscriptionEntity,
        { status: 'TRIALING', trialEndsAt: { $lte: ctx.clock.now() } },
        { orderBy: { trialEndsAt: 'asc' }, limit: batchSize },
      );
    for (const { tenantId } of due) {
      expired += (await expireTrial(ctx, tenantId)) ? 1 : 0;
    }
    if (due.length < batchSize) {
      return expired;
    }
  }
}

async function expireTrial(ctx: BillingContext, tenantId: string): Promise<boolean> {
  return changeBilling(ctx, async (em) => {
    const subscription = await findSubscriptionForChange(em, tenantId);
    // Converted, canceled or expired by another process since the sweep looked.
    if (!subscription || !hasTrialEnded(subscription, ctx.clock.now())) {
      return false;
    }
    const before = subscriptionAuditState(subscription);
    fallBackToFree(subscription, await loadFreePlan(em));
    await recordSubscriptionChange(em, ctx, { action: 'subscription.expire-trial', subscription, before });
    return true;
  });
}
