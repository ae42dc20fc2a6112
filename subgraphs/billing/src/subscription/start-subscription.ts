import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { InvariantError } from '@intendant/kit/errors';
import { latestEvent } from '@intendant/kit/events/latest-event';
import type { BillingContext } from '../context.ts';
import { freePlanKey, PlanEntity, type Plan } from '../plan/plan.entity.ts';
import { lockTenant } from '../tenant/lock-tenants.ts';
import { projectTenants, type TenantState } from '../tenant/project-tenant.ts';
import { findSubscriptionForChange } from './find-subscription-for-change.ts';
import {
  initialSubscriptionState,
  PlanSubscriptionEntity,
  type PlanSubscription,
} from './plan-subscription.entity.ts';
import { recordSubscriptionChange } from './record-subscription-change.ts';

/**
 * The tenant's subscription, locked; started on the free plan when the tenant has none yet. Null when there is no
 * such tenant. Asks the event log rather than waiting for delivery, so a tenant can be billed the moment it exists.
 */
export async function startSubscription(
  em: EntityManager,
  ctx: BillingContext,
  tenantId: string,
): Promise<PlanSubscription | null> {
  const present = await findSubscriptionForChange(em, tenantId);
  if (present) {
    return present;
  }
  await lockTenant(em, tenantId);
  const concurrent = await findSubscriptionForChange(em, tenantId);
  if (concurrent) {
    return concurrent;
  }
  const tenant = await latestEvent<TenantState>(em, {
    aggregateType: 'tenant',
    aggregateId: tenantId,
  });
  if (!tenant || tenant.type === 'tenant.removed') {
    return null;
  }
  await projectTenants(em, [tenant]);
  const subscription = em.create(
    PlanSubscriptionEntity,
    initialSubscriptionState(randomUUID(), tenantId, await loadFreePlan(em), new Date(tenant.data.createdAt)),
  );
  em.persist(subscription);
  await recordSubscriptionChange(em, ctx, { action: 'subscription.start', subscription, before: null });
  return subscription;
}

export async function loadFreePlan(em: EntityManager): Promise<Plan> {
  const plan = await em.findOne(PlanEntity, { key: freePlanKey });
  if (!plan) {
    throw new InvariantError(`There is no plan ${freePlanKey}.`);
  }
  return plan;
}
