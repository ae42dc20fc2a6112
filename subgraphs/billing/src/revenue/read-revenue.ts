import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import { PlanEntity, type Plan } from '../plan/plan.entity.ts';

const dayMs = 24 * 60 * 60 * 1000;

interface Money {
  amountCents: number;
  currency: string;
}

export interface Revenue {
  mrr: Money;
  planDistribution: { plan: Plan; tenants: number; mrr: Money }[];
  trials: { running: number; started30d: number; expiring7d: number; converted30d: number };
  delinquentTenants: number;
  overdue: Money;
  asOf: Date;
}

/**
 * What the platform earns, over all tenants, in four grouped statements however many there are. Platform callers
 * only. A trial past its end counts no longer, whether it was swept up or not.
 */
export async function readRevenue(ctx: BillingContext): Promise<Revenue> {
  authorise(ctx, 'billing:read');
  requirePlatformCaller(ctx);
  const asOf = ctx.clock.now();
  const currency = await ctx.settings.get('billing.currency');
  const plans = await ctx.em.find(PlanEntity, {}, { orderBy: { position: 'asc' } });
  const subscriptions = await countSubscriptions(ctx);
  const { overdueCents, delinquentTenants } = await sumOverdue(ctx, asOf);

  const planDistribution = plans.map((plan) => {
    const counts = subscriptions.get(plan.id);
    return {
      plan,
      tenants: counts?.tenants ?? 0,
      mrr: { amountCents: (counts?.active ?? 0) * plan.monthlyPriceCents, currency },
    };
  });
  return {
    mrr: { amountCents: planDistribution.reduce((sum, { mrr }) => sum + mrr.amountCents, 0), currency },
    planDistribution,
    trials: await countTrials(ctx, asOf),
    delinquentTenants,
    overdue: { amountCents: overdueCents, currency },
    asOf,
  };
}

async function countSubscriptions(
  ctx: BillingContext,
): Promise<Map<string, { tenants: number; active: number }>> {
  const rows = await executeSql<{ plan_id: string; tenants: string; active: string }>(
    ctx.em,
    `select plan_id, count(*) as tenants, count(*) filter (where status = 'ACTIVE') as active
     from plan_subscription where status in ('TRIALING', 'ACTIVE') group by plan_id`,
  );
  return new Map(
    rows.map((row) => [row.plan_id, { tenants: Number(row.tenants), active: Number(row.active) }]),
  );
}

async function countTrials(ctx: BillingContext, now: Date): Promise<Revenue['trials']> {
  const monthAgo = new Date(now.getTime() - 30 * dayMs);
  const inAWeek = new Date(now.getTime() + 7 * dayMs);
  const [row] = await executeSql<Record<keyof Revenue['trials'], number>>(
    ctx.em,
    `select
       (count(*) filter (where status = 'TRIALING' and trial_ends_at > ?))::int as "running",
       (count(*) filter (where trial_started_at >= ?))::int as "started30d",
       (count(*) filter (where status = 'TRIALING' and trial_ends_at > ? and trial_ends_at <= ?))::int as "expiring7d",
       (count(*) filter (where trial_converted_at >= ?))::int as "converted30d"
     from plan_subscription where trial_started_at is not null`,
    [now, monthAgo, now, inAWeek, monthAgo],
  );
  return row ?? { running: 0, started30d: 0, expiring7d: 0, converted30d: 0 };
}

async function sumOverdue(
  ctx: BillingContext,
  now: Date,
): Promise<{ overdueCents: number; delinquentTenants: number }> {
  const [row] = await executeSql<{ cents: string; tenants: string }>(
    ctx.em,
    `select coalesce(sum(amount_cents), 0) as cents, count(distinct tenant_id) as tenants
     from payment where status = 'FAILED' and due_at < ?`,
    [now],
  );
  return { overdueCents: Number(row?.cents ?? 0), delinquentTenants: Number(row?.tenants ?? 0) };
}
