import type { FilterQuery } from '@mikro-orm/core';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import type { QueryTrialsArgs, TrialStage } from '../generated/resolvers.ts';
import { pageByTime, type CountedConnection, type PageByTime } from '../page-by-time.ts';
import { PlanSubscriptionEntity, type PlanSubscription } from './plan-subscription.entity.ts';
import { trialWindows } from './trial-windows.ts';

export type TrialConnection = CountedConnection<PlanSubscription>;

/**
 * Trials of a stage over all tenants, those that `Revenue.trials` counts, with their plans: two statements. Platform
 * callers only. Throws `UserError('BAD_INPUT')` for a damaged cursor and beyond 100.
 */
export async function listTrials(
  ctx: BillingContext,
  { stage, ...args }: Omit<QueryTrialsArgs, 'stage'> & { stage: TrialStage },
): Promise<TrialConnection> {
  authorise(ctx, 'billing:read');
  requirePlatformCaller(ctx);
  return pageByTime(ctx.em, PlanSubscriptionEntity, {
    ...orderOf(stage, ctx.clock.now()),
    populate: ['plan'],
    args,
  });
}

function orderOf(
  stage: TrialStage,
  now: Date,
): Pick<PageByTime<PlanSubscription>, 'conditions' | 'by' | 'isDescending'> {
  const { monthAgo, inAWeek } = trialWindows(now);
  const running: FilterQuery<PlanSubscription> = { status: 'TRIALING', trialEndsAt: { $gt: now } };
  switch (stage) {
    case 'RUNNING':
      return { conditions: [running], by: 'trialEndsAt', isDescending: false };
    case 'EXPIRING_7D':
      return {
        conditions: [running, { trialEndsAt: { $lte: inAWeek } }],
        by: 'trialEndsAt',
        isDescending: false,
      };
    case 'STARTED_30D':
      return {
        conditions: [{ trialStartedAt: { $gte: monthAgo } }],
        by: 'trialStartedAt',
        isDescending: true,
      };
    case 'CONVERTED_30D':
      return {
        conditions: [{ trialConvertedAt: { $gte: monthAgo } }],
        by: 'trialConvertedAt',
        isDescending: true,
      };
  }
}
