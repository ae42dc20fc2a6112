import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { Assessment } from '../assess.ts';
import type { BillingContext } from '../context.ts';
import { countExceptions, type ExceptionCounts } from '../exception/count-exceptions.ts';
import { sectionTopics } from '../live/billing-changed.ts';
import { overdueSql } from '../payment/payment.entity.ts';
import { knownPlans } from '../plan/list-plans.ts';
import type { Plan } from '../plan/plan.entity.ts';
import { assessRevenue } from './assess-revenue.ts';
import { mrrByMonth, readMrrHistory, total, type MrrMovements } from './read-mrr-history.ts';
import { countSubscriptions, countTrials, type TrialFigures } from './read-subscriptions.ts';

export interface Money {
  amountCents: number;
  currency: string;
}

export interface Revenue {
  mrr: Money;
  mrr30dAgo: Money;
  mrrMovement30d: Record<keyof MrrMovements, Money>;
  mrrByMonth: { month: Date; mrr: Money }[];
  planDistribution: { plan: Plan; tenants: number; mrr: Money }[];
  trials: TrialFigures;
  delinquentTenants: number;
  overdue: Money;
  entitlementExceptions: number;
  aboveLimit: number;
  overridesInForce: number;
  mrrAssessment: Assessment;
  delinquentAssessment: Assessment;
  trialsAssessment: Assessment;
  exceptionsAssessment: Assessment;
  asOf: Date;
}

/**
 * What the platform earns, and how its limits are kept, over all tenants; cached. Where it is not, six grouped
 * statements at most, however many tenants there are and whatever their history. Platform callers only. A trial past
 * its end counts no longer, whether it was swept up or not, but as a tenant on the free plan, where it ends; an override
 * past its end does not count either.
 */
export async function readRevenue(ctx: BillingContext, freshness?: Freshness): Promise<Revenue> {
  authorise(ctx, 'billing:read');
  requirePlatformCaller(ctx);
  return cachedSection(ctx, {
    key: 'revenue',
    compute: computeRevenue,
    topic: sectionTopics,
    freshness,
  });
}

async function computeRevenue(ctx: BillingContext): Promise<Revenue> {
  const now = ctx.clock.now();
  const currency = await ctx.settings.get('billing.currency');
  const money = (amountCents: number): Money => ({ amountCents, currency });
  const [plans, subscriptions, trials, overdue, history, exceptions] = await Promise.all([
    knownPlans(ctx),
    countSubscriptions(ctx, now),
    countTrials(ctx, now),
    sumOverdue(ctx, now),
    readMrrHistory(ctx, now),
    countExceptions(ctx),
  ]);

  const planDistribution = plans.map((plan) => {
    const counts = subscriptions.byPlan.get(plan.id);
    return {
      plan,
      tenants: counts?.tenants ?? 0,
      mrr: money((counts?.active ?? 0) * plan.monthlyPriceCents),
    };
  });
  const mrrCents = planDistribution.reduce((sum, { mrr }) => sum + mrr.amountCents, 0);
  const moved = history.movement30d;
  const mrr30dAgoCents = mrrCents - total(moved);
  const points = mrrByMonth(mrrCents, {
    movedByMonth: history.movedByMonth,
    since: subscriptions.firstStartedAt,
    now,
  });
  return {
    mrr: money(mrrCents),
    mrr30dAgo: money(mrr30dAgoCents),
    mrrMovement30d: {
      new: money(moved.new),
      expansion: money(moved.expansion),
      contraction: money(moved.contraction),
      churn: money(moved.churn),
    },
    mrrByMonth: points.map(({ month, amountCents }) => ({ month, mrr: money(amountCents) })),
    planDistribution,
    trials,
    delinquentTenants: overdue.tenants,
    overdue: money(overdue.cents),
    ...exceptionFigures(exceptions),
    ...(await assessRevenue(ctx, {
      mrrCents,
      mrr30dAgoCents,
      delinquentTenants: overdue.tenants,
      trialsExpiring7d: trials.expiring7d,
      aboveLimit: exceptions.aboveLimit,
    })),
    asOf: now,
  };
}

function exceptionFigures({ exceptions, aboveLimit, overridesInForce }: ExceptionCounts) {
  return { entitlementExceptions: exceptions, aboveLimit, overridesInForce };
}

/** What is past its due date, and how many tenants owe it. */
async function sumOverdue(
  { em }: Pick<BillingContext, 'em'>,
  now: Date,
): Promise<{ cents: number; tenants: number }> {
  const [row] = await executeSql<{ cents: string; tenants: string }>(
    em,
    `select coalesce(sum(amount_cents), 0) as cents, count(distinct tenant_id) as tenants
     from payment where ${overdueSql}`,
    [now],
  );
  return { cents: Number(row?.cents ?? 0), tenants: Number(row?.tenants ?? 0) };
}
