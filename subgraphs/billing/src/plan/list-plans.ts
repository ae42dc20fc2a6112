import { authorise } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import { PlanEntity, type Plan } from './plan.entity.ts';

/** All plans, from the smallest to the largest. */
export async function listPlans(ctx: BillingContext): Promise<Plan[]> {
  authorise(ctx, 'billing:read');
  return ctx.em.find(PlanEntity, {}, { orderBy: { position: 'asc' } });
}
