import { executeSql } from '@intendant/kit/database/execute-sql';
import type { BillingContext } from '../context.ts';
import { freePlanKey } from '../plan/plan.entity.ts';
import { trialWindows } from '../subscription/trial-windows.ts';

type Reader = Pick<BillingContext, 'em'>;

export interface SubscriptionCounts {
  /** In trial or active, and active ones alone, by plan; a trial past its end is on the free plan, swept up or not. */
  byPlan: ReadonlyMap<string, { tenants: number; active: number }>;
  /** When the first subscription started, as far as is known; null without any. */
  firstStartedAt: Date | null;
}

/** How many subscriptions there are on each plan at `now`; one statement. */
export async function countSubscriptions({ em }: Reader, now: Date): Promise<SubscriptionCounts> {
  const rows = await executeSql<{ plan_id: string; tenants: number; active: number; first: string | null }>(
    em,
    // Those whose trial has ended are few, and counted apart, so that both counts stay within their indexes.
    `with ended as (
       select plan_id, count(*) as trials from plan_subscription
       where status = 'TRIALING' and trial_ends_at <= ? group by plan_id),
     fallen as (select coalesce(sum(trials), 0) as trials from ended)
     select plan.id as plan_id,
       (coalesce(s.tenants, 0) - coalesce(ended.trials, 0) + back.trials)::integer as tenants,
       (coalesce(s.active, 0) + back.trials)::integer as active,
       least(
         (select min(started_at) from plan_subscription),
         (select min(day) from mrr_day)::timestamp at time zone 'UTC') as first
     from plan left join (
       select plan_id, count(*) filter (where status <> 'CANCELED') as tenants,
         count(*) filter (where status = 'ACTIVE') as active
       from plan_subscription group by plan_id
     ) as s on s.plan_id = plan.id
     left join ended on ended.plan_id = plan.id
     cross join lateral (select case plan.key when ? then fallen.trials else 0 end as trials from fallen) as back`,
    [now, freePlanKey],
  );
  const starts = rows.flatMap(({ first }) => (first === null ? [] : [new Date(first).getTime()]));
  return {
    byPlan: new Map(rows.map(({ plan_id: planId, tenants, active }) => [planId, { tenants, active }])),
    firstStartedAt: starts.length === 0 ? null : new Date(Math.min(...starts)),
  };
}

export interface TrialFigures {
  running: number;
  started30d: number;
  expiring7d: number;
  converted30d: number;
}

/** How trials do, whether those past their end were swept up or not; one statement. */
export async function countTrials({ em }: Reader, now: Date): Promise<TrialFigures> {
  const { monthAgo, inAWeek } = trialWindows(now);
  const [row] = await executeSql<TrialFigures>(
    em,
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
