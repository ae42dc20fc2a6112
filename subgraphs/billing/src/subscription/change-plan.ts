import { z } from 'zod';
import { UserError } from '@intendant/kit/errors';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import { plainText } from '@intendant/kit/plain-text';
import type { BillingContext } from '../context.ts';
import { changeBilling } from '../live/billing-changed.ts';
import { PlanEntity } from '../plan/plan.entity.ts';
import { loadSubscriptionForChange } from './load-subscription.ts';
import { moveToPlan, type PlanSubscription } from './plan-subscription.entity.ts';
import { recordSubscriptionChange, subscriptionAuditState } from './record-subscription-change.ts';

const schema = z.object({
  tenantId: z.string(),
  planKey: plainText.trim().toLowerCase(),
  startTrial: z.boolean().nullish(),
});

/**
 * Moves a tenant to a plan at once, with the plan's trial if asked; a canceled subscription starts anew. Platform
 * callers only. Throws `UserError` `NOT_FOUND` for the tenant or the plan, `INVALID_STATE` when the tenant is on
 * that plan already or may not have the trial.
 */
export async function changePlan(
  ctx: BillingContext,
  input: z.input<typeof schema>,
): Promise<PlanSubscription> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);
  const { tenantId, planKey, startTrial } = parseInput(schema, input);

  return changeBilling(ctx, async (em) => {
    const plan = await em.findOne(PlanEntity, { key: planKey });
    if (!plan) {
      throw new UserError('NOT_FOUND', `There is no plan “${planKey}”.`, ['input', 'planKey']);
    }
    const subscription = await loadSubscriptionForChange(em, ctx, tenantId);
    const before = subscriptionAuditState(subscription);
    moveToPlan(subscription, plan, { startTrial: startTrial ?? false, now: ctx.clock.now() });
    await recordSubscriptionChange(em, ctx, { action: 'subscription.change-plan', subscription, before });
    return subscription;
  });
}
