import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { PlanSubscriptionEntity, type PlanSubscription } from './plan-subscription.entity.ts';

/**
 * The tenant's subscription with its plan, locked until the transaction ends. Whatever changes a tenant's billing
 * takes this lock first, payments included, so such changes queue up.
 */
export async function findSubscriptionForChange(
  em: EntityManager,
  tenantId: string,
): Promise<PlanSubscription | null> {
  return em.findOne(
    PlanSubscriptionEntity,
    { tenantId },
    // Plans in a statement of their own: the lock is for the subscription, not for the plan it names.
    { lockMode: LockMode.PESSIMISTIC_WRITE, populate: ['plan'], strategy: 'select-in' },
  );
}
