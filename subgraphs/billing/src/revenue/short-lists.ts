import { cachedSection } from '@intendant/kit/cache/section-cache';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { connectionArgs } from '@intendant/kit/pagination';
import type { BillingContext } from '../context.ts';
import { sectionTopics } from '../live/billing-changed.ts';
import { listPayments } from '../payment/list-payments.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { listTrials } from '../subscription/list-trials.ts';
import type { PlanSubscription } from '../subscription/plan-subscription.entity.ts';
import { rememberTenantNames } from '../tenant/tenant-names.ts';

/** Payments that are overdue, the latest due first; cached. Platform callers only. Throws `BAD_INPUT` beyond 100. */
export function overduePayments(ctx: BillingContext, first: number | null | undefined): Promise<Payment[]> {
  return shortList(ctx, 'overduePayments', first, async (own, limit) => {
    const { nodes } = await listPayments(own, { filter: { isOverdue: true }, first: limit });
    return nodes;
  });
}

/** Trials that end within 7 days, the first to end first; cached. Platform callers only. Throws `BAD_INPUT` beyond 100. */
export function expiringTrials(
  ctx: BillingContext,
  first: number | null | undefined,
): Promise<PlanSubscription[]> {
  return shortList(ctx, 'expiringTrials', first, async (own, limit) => {
    const { nodes } = await listTrials(own, { stage: 'EXPIRING_7D', first: limit });
    return nodes;
  });
}

async function shortList<T extends Payment | PlanSubscription>(
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
      await rememberTenantNames(own.em, rows);
      return rows;
    },
  });
}
