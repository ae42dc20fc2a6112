import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { UserError } from '@intendant/kit/errors';
import { PlanEntity, type Plan } from '../plan/plan.entity.ts';

export const subscriptionStatuses = ['TRIALING', 'ACTIVE', 'CANCELED'] as const;

export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

const dayMs = 24 * 60 * 60 * 1000;

export const PlanSubscriptionEntity = defineEntity({
  name: 'PlanSubscription',
  tableName: 'plan_subscription',
  checks: [
    {
      name: 'plan_subscription_trial_check',
      expression: `(trial_started_at is null) = (trial_ends_at is null) and (status <> 'TRIALING' or trial_ends_at is not null)`,
    },
    {
      name: 'plan_subscription_canceled_check',
      expression: `(status = 'CANCELED') = (canceled_at is not null)`,
    },
  ],
  indexes: [
    { name: 'plan_subscription_plan', properties: ['plan', 'status'] },
    { name: 'plan_subscription_started', properties: ['startedAt'] },
    {
      name: 'plan_subscription_running_trial',
      expression: `create index plan_subscription_running_trial on plan_subscription (trial_ends_at) where status = 'TRIALING'`,
    },
    ...(['started', 'converted'] as const).map((what) => ({
      name: `plan_subscription_trial_${what}`,
      expression: `create index plan_subscription_trial_${what} on plan_subscription (trial_${what}_at, id) where trial_${what}_at is not null`,
    })),
  ],
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid().unique('plan_subscription_tenant_unique'),
    /** Always loaded together with the subscription. */
    plan: () => p.manyToOne(PlanEntity),
    status: p.enum([...subscriptionStatuses]).$type<SubscriptionStatus>(),
    startedAt: p.datetime(),
    /** Stays after the trial: a tenant has one trial in its life. */
    trialStartedAt: p.datetime().nullable(),
    trialEndsAt: p.datetime().nullable(),
    trialConvertedAt: p.datetime().nullable(),
    canceledAt: p.datetime().nullable(),
  },
});

export type PlanSubscription = InferEntity<typeof PlanSubscriptionEntity>;

/** Monthly recurring revenue in cents: the plan's price while active, nothing in a trial or when canceled. */
export function mrrCents({ status, plan }: Pick<PlanSubscription, 'status' | 'plan'>): number {
  return status === 'ACTIVE' ? plan.monthlyPriceCents : 0;
}

/** The state of a subscription that starts on a plan without a trial. */
export function initialSubscriptionState(id: string, tenantId: string, plan: Plan, startedAt: Date) {
  return {
    id,
    tenantId,
    plan,
    status: 'ACTIVE' as const,
    startedAt,
    trialStartedAt: null,
    trialEndsAt: null,
    trialConvertedAt: null,
    canceledAt: null,
  };
}

/**
 * Moves to a plan. Leaving a running trial for a plan that costs something is its conversion. Throws
 * `UserError('INVALID_STATE')` when the subscription is on that plan already, or when a trial is asked for that the
 * plan or the tenant's history does not allow.
 */
export function moveToPlan(
  subscription: PlanSubscription,
  plan: Plan,
  { startTrial, now }: { startTrial: boolean; now: Date },
): void {
  const isRunning = subscription.status !== 'CANCELED';
  if (startTrial) {
    requireTrial(subscription, plan);
  } else if (isRunning && subscription.plan.id === plan.id && !hasTrialEnded(subscription, now)) {
    throw new UserError(
      'INVALID_STATE',
      subscription.status === 'TRIALING'
        ? 'The tenant is trying this plan already; convert its trial instead.'
        : 'The tenant is on this plan already.',
      ['input', 'planKey'],
    );
  }
  if (!isRunning) {
    subscription.startedAt = now;
    subscription.canceledAt = null;
  }
  endTrial(subscription, now, { isConverted: plan.monthlyPriceCents > 0 });
  subscription.plan = plan;
  subscription.status = startTrial ? 'TRIALING' : 'ACTIVE';
  if (startTrial) {
    subscription.trialStartedAt = now;
    subscription.trialEndsAt = new Date(now.getTime() + plan.trialDays * dayMs);
  }
}

/** Turns a running trial into a paid subscription. Throws `UserError('INVALID_STATE')` when there is none. */
export function convert(subscription: PlanSubscription, now: Date): void {
  if (subscription.status !== 'TRIALING') {
    throw new UserError('INVALID_STATE', 'The tenant has no running trial.', ['input', 'tenantId']);
  }
  if (hasTrialEnded(subscription, now)) {
    throw new UserError('INVALID_STATE', 'The trial has ended; change the plan instead.', [
      'input',
      'tenantId',
    ]);
  }
  endTrial(subscription, now, { isConverted: true });
  subscription.status = 'ACTIVE';
}

/** Ends the subscription at once. Throws `UserError('INVALID_STATE')` when it has ended already. */
export function cancel(subscription: PlanSubscription, now: Date): void {
  if (subscription.status === 'CANCELED') {
    throw new UserError('INVALID_STATE', 'The subscription is canceled already.', ['input', 'tenantId']);
  }
  endTrial(subscription, now, { isConverted: false });
  subscription.status = 'CANCELED';
  subscription.canceledAt = now;
}

/** Whether a trial is past its end without conversion. */
export function hasTrialEnded({ status, trialEndsAt }: PlanSubscription, now: Date): boolean {
  return status === 'TRIALING' && trialEndsAt != null && trialEndsAt <= now;
}

/** What becomes of a trial that nobody converted: the free plan, from the trial's end on. */
export function fallBackToFree(subscription: PlanSubscription, freePlan: Plan): void {
  subscription.plan = freePlan;
  subscription.status = 'ACTIVE';
}

function requireTrial(subscription: PlanSubscription, plan: Plan): void {
  if (plan.trialDays === 0) {
    throw new UserError('INVALID_STATE', `The plan ${plan.name} has no trial.`, ['input', 'startTrial']);
  }
  if (subscription.trialStartedAt != null) {
    throw new UserError('INVALID_STATE', 'The tenant had its trial already.', ['input', 'startTrial']);
  }
}

/** Whoever leaves a trial early ends it then. A trial past its end converts no more, swept up or not. */
function endTrial(
  subscription: PlanSubscription,
  now: Date,
  { isConverted }: { isConverted: boolean },
): void {
  if (subscription.status !== 'TRIALING' || hasTrialEnded(subscription, now)) {
    return;
  }
  subscription.trialEndsAt = now;
  if (isConverted) {
    subscription.trialConvertedAt = now;
  }
}
