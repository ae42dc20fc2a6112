import { z } from 'zod';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { BillingContext } from '../context.ts';
import { changeBilling } from '../live/billing-changed.ts';
import { loadSubscriptionForChange } from './load-subscription.ts';
import { convert, type PlanSubscription } from './plan-subscription.entity.ts';
import { recordSubscriptionChange, subscriptionAuditState } from './record-subscription-change.ts';

const schema = z.object({ tenantId: z.string() });

/**
 * Turns a running trial into a paid subscription to the same plan. Platform callers only. Throws `UserError`
 * `NOT_FOUND`, or `INVALID_STATE` when no trial is running any more.
 */
export async function convertTrial(
  ctx: BillingContext,
  input: z.input<typeof schema>,
): Promise<PlanSubscription> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);
  const { tenantId } = parseInput(schema, input);

  return changeBilling(ctx, async (em) => {
    const subscription = await loadSubscriptionForChange(em, ctx, tenantId);
    const before = subscriptionAuditState(subscription);
    convert(subscription, ctx.clock.now());
    await recordSubscriptionChange(em, ctx, { action: 'subscription.convert-trial', subscription, before });
    return subscription;
  });
}
