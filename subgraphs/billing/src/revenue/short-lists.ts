import { cachedSection } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { connectionArgs } from '@intendant/kit/pagination';
import type { BillingContext } from '../context.ts';
import { sectionTopics } from '../live/billing-changed.ts';
import { overdueSql } from '../payment/payment.entity.ts';
import { knownPlans } from '../plan/list-plans.ts';
import type { PlanSubscription } from '../subscription/plan-subscription.entity.ts';
import { trialWindows } from '../subscription/trial-windows.ts';
import { knowTenantName } from '../tenant/tenant-names.ts';
import type { Money } from './read-revenue.ts';

type TenantName = { tenantName: string | null };

/** A tenant with payments past their due dates. */
export interface DelinquentTenant {
  tenantId: string;
  tenantName: string | null;
  payments: number;
  owed: Money;
  oldestDueAt: Date;
  failureReason: string | null;
}

/**
 * Tenants with overdue payments, the one that is overdue longest first; cached, one statement when it is not. Platform
 * callers only. Throws `BAD_INPUT` beyond 100.
 */
export function delinquentTenants(
  ctx: BillingContext,
  first: number | null | undefined,
): Promise<DelinquentTenant[]> {
  return shortList(ctx, 'delinquentTenants', first, async ({ em, clock, settings }, limit) => {
    const now = clock.now();
    const currency = await settings.get('billing.currency');
    const rows = await executeSql<Omit<DelinquentTenant, 'owed'> & { cents: number }>(
      em,
      // Who owes is found in the index of unpaid payments; only those who are shown are looked at any closer.
      `select owing.tenant_id as "tenantId", tenant.name as "tenantName", owing.payments, owing.cents,
         owing.since as "oldestDueAt", (
           select failure_reason from payment where tenant_id = owing.tenant_id and ${overdueSql}
           order by due_at, id limit 1) as "failureReason"
       from (
         select tenant_id, count(*)::integer as payments, sum(amount_cents)::double precision as cents,
           min(due_at) as since
         from payment where ${overdueSql} group by tenant_id order by since, tenant_id limit ?) as owing
       left join tenant on tenant.id = owing.tenant_id
       order by owing.since, owing.tenant_id`,
      [now, now, limit],
    );
    return rows.map(({ cents, ...row }) =>
      withInstants({ ...row, owed: { amountCents: cents, currency } }, ['oldestDueAt']),
    );
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

async function shortList<T extends (DelinquentTenant | PlanSubscription) & Partial<TenantName>>(
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
