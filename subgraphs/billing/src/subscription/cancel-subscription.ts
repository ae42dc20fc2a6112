import { z } from 'zod';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { BillingContext } from '../context.ts';
import { changeBilling } from '../live/billing-changed.ts';
import { loadSubscriptionForChange } from './load-subscription.ts';
import { cancel, type PlanSubscription } from './plan-subscription.entity.ts';
import { recordSubscriptionChange, subscriptionAuditState } from './record-subscription-change.ts';

const schema = z.object({ tenantId: z.string() });

/**
 * Ends a tenant's subscription at once; what the tenant still owes stays owed. Platform callers only. Throws
 * `UserError` `NOT_FOUND`, or `INVALID_STATE` when it is canceled already.
 */
export async function cancelSubscription(
  ctx: BillingContext,
  input: z.input<typeof schema>,
): Promise<PlanSubscription> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);
  const { tenantId } = parseInput(schema, input);

  return changeBilling(ctx, async (em) => {
    const subscription = await loadSubscriptionForChange(em, ctx, tenantId);
    const before = subscriptionAuditState(subscription);
    cancel(subscription, ctx.clock.now());
    await recordSubscriptionChange(em, ctx, { action: 'subscription.cancel', subscription, before });
    return subscription;
  });
}
