import type { EntityManager } from '@mikro-orm/postgresql';
import { UserError } from '@intendant/kit/errors';
import type { BillingContext } from '../context.ts';
import { isUuid } from '../uuid.ts';
import type { PlanSubscription } from './plan-subscription.entity.ts';
import { startSubscription } from './start-subscription.ts';

/**
 * The tenant's subscription with its plan, locked until the transaction ends and started when the tenant has none.
 * Throws `UserError('NOT_FOUND')` when there is no such tenant.
 */
export async function loadSubscriptionForChange(
  em: EntityManager,
  ctx: BillingContext,
  tenantId: string,
): Promise<PlanSubscription> {
  const subscription = isUuid(tenantId) ? await startSubscription(em, ctx, tenantId) : null;
  if (!subscription) {
    throw new UserError('NOT_FOUND', 'There is no such tenant.', ['input', 'tenantId']);
  }
  return subscription;
}
