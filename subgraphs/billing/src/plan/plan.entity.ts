import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** The plan every tenant starts on, and returns to when a trial ends without conversion. */
export const freePlanKey = 'free';

export const PlanEntity = defineEntity({
  name: 'Plan',
  tableName: 'plan',
  checks: [
    { name: 'plan_monthly_price_cents_check', expression: 'monthly_price_cents >= 0' },
    { name: 'plan_trial_days_check', expression: 'trial_days >= 0' },
  ],
  properties: {
    id: p.uuid().primary(),
    key: p.text().unique('plan_key_unique'),
    name: p.text(),
    /** Orders plans from the smallest to the largest. */
    position: p.integer(),
    /** In cents of the installation's currency. */
    monthlyPriceCents: p.integer(),
    /** 0 when the plan has no trial. */
    trialDays: p.integer(),
  },
});

export type Plan = InferEntity<typeof PlanEntity>;
