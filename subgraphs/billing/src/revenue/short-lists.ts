import { cachedSection } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { connectionArgs } from '@intendant/kit/pagination';
import type { BillingContext } from '../context.ts';
import { sectionTopics } from '../live/billing-changed.ts';
import { overdueSql, type Payment } from '../payment/payment.entity.ts';
import { knownPlans } from '../plan/list-plans.ts';
import type { PlanSubscription } from '../subscription/plan-subscription.entity.ts';
import { trialWindows } from '../subscription/trial-windows.ts';
import { knowTenantName } from '../tenant/tenant-names.ts';

type TenantName = { tenantName: string | null };

/** Payments that are overdue, the latest due first; cached. Platform callers only. Throws `BAD_INPUT` beyond 100. */
export function overduePayments(ctx: BillingContext, first: number | null | undefined): Promise<Payment[]> {
  return shortList(ctx, 'overduePayments', first, async ({ em, clock }, limit) => {
    const rows = await executeSql<Payment & TenantName>(
      em,
      `select payment.id, tenant_id as "tenantId", reference, amount_cents::double precision as "amountCents", status,
         due_at as "dueAt", failed_at as "failedAt", failure_reason as "failureReason", paid_at as "paidAt",
         overdue_announced_at as "overdueAnnouncedAt", tenant.name as "tenantName"
       from payment left join tenant on tenant.id = tenant_id
       where ${overdueSql} order by due_at desc, payment.id desc limit ?`,
      [clock.now(), limit],
    );
    return rows.map((row) => withInstants(row, ['dueAt', 'failedAt', 'overdueAnnouncedAt']));
  });
}

/** Trials that end within 7 days, the first to end first; cached. Platform callers only. Throws `BAD_INPUT` beyond 100. */
export function expiringTrials(
  ctx: BillingContext,
  first: number | null | undefined,
): Promise<PlanSubscription[]> {
  return shortList(ctx, 'expiringTrials', first, async (own, limit) => {
    const now = own.clock.now();
    const [rows, plans] = await Promise.all([
      executeSql<PlanSubscription & TenantName & { planId: string }>(
        own.em,
        `select s.id, s.tenant_id as "tenantId", s.plan_id as "planId", s.status, s.started_at as "startedAt",
           s.trial_started_at as "trialStartedAt", s.trial_ends_at as "trialEndsAt",
           s.trial_converted_at as "trialConvertedAt", s.canceled_at as "canceledAt", t.name as "tenantName"
         from plan_subscription s left join tenant t on t.id = s.tenant_id
         where s.status = 'TRIALING' and s.trial_ends_at > ? and s.trial_ends_at <= ?
         order by s.trial_ends_at, s.id limit ?`,
        [now, trialWindows(now).inAWeek, limit],
      ),
      knownPlans(own),
    ]);
    return rows.flatMap(({ planId, ...row }) => {
      const plan = plans.find(({ id }) => id === planId);
      return plan
        ? [{ ...withInstants(row, ['startedAt', 'trialStartedAt', 'trialEndsAt', 'trialConvertedAt']), plan }]
        : [];
    });
  });
}

/** Rows come with instants as text. */
function withInstants<T extends object>(row: T, keys: readonly (keyof T)[]): T {
  const instants = keys.map((key) => [key, row[key] === null ? null : new Date(String(row[key]))]);
  return { ...row, ...Object.fromEntries(instants) };
}

async function shortList<T extends (Payment | PlanSubscription) & Partial<TenantName>>(
  ctx: BillingContext,
  name: string,
  first: number | null | undefined,
  read: (own: BillingContext, limit: number) => Promise<T[]>,
): Promise<T[]> {
  authorise(ctx, 'billing:read');
  requirePlatformCaller(ctx);
  const limit = connectionArgs({ first: first ?? 10 }).first;
  return cachedSection(ctx, {
    key: `${name} ${limit}`,
    topic: sectionTopics,
    // They change rarely, and whoever changes them looks at them next.
    freshness: 'current',
    compute: async (own: BillingContext) => {
      const rows = await read(own, limit);
      rows.forEach((row) => knowTenantName(row, row.tenantName ?? null));
      return rows;
    },
  });
}
