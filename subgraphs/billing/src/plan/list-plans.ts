import { cachedSection } from '@intendant/kit/cache/section-cache';
import { authorise } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import { PlanEntity, type Plan } from './plan.entity.ts';

/** All plans, from the smallest to the largest. */
export async function listPlans(ctx: BillingContext): Promise<Plan[]> {
  authorise(ctx, 'billing:read');
  return readPlans(ctx);
}

/** The same for sections of all tenants, cached: only an upgrade of Intendant changes plans. Whoever calls authorises. */
export function knownPlans(ctx: BillingContext): Promise<Plan[]> {
  return cachedSection(ctx, { key: 'plans', compute: readPlans });
}

function readPlans({ em }: Pick<BillingContext, 'em'>): Promise<Plan[]> {
  return em.find(PlanEntity, {}, { orderBy: { position: 'asc' } });
}
