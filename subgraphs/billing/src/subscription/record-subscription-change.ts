import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { publish } from '@intendant/kit/events/publish';
import type { BillingContext } from '../context.ts';
import { refreshExceptions } from '../exception/refresh-exceptions.ts';
import { overdueSql } from '../payment/payment.entity.ts';
import { recordMrrMovement } from '../revenue/record-mrr-movement.ts';
import { lockTenants } from '../tenant/lock-tenants.ts';
import { mrrCents, type PlanSubscription } from './plan-subscription.entity.ts';

/** A subscription as other subgraphs receive it: its full state, delinquency included, instants in ISO 8601. */
export interface SubscriptionSnapshot {
  tenantId: string;
  planKey: string;
  planName: string;
  status: PlanSubscription['status'];
  mrrCents: number;
  currency: string;
  isDelinquent: boolean;
  /** The due date of the longest overdue payment; null when none is. */
  delinquentSince: string | null;
  overdueCents: number;
  /** How many failed payments are past their due dates. */
  overduePayments: number;
  trialEndsAt: string | null;
}

type SubscriptionAction =
  | 'subscription.start'
  | 'subscription.change-plan'
  | 'subscription.convert-trial'
  | 'subscription.expire-trial'
  | 'subscription.cancel'
  | 'subscription.become-delinquent';

/**
 * Enters a change of a subscription everywhere, in its transaction: the tenant's limits, the ledger of revenue, the
 * audit log, and the event for the other subgraphs.
 */
export async function recordSubscriptionChange(
  em: EntityManager,
  ctx: BillingContext,
  change: {
    action: SubscriptionAction;
    subscription: PlanSubscription;
    before: SubscriptionAuditState | null;
  },
): Promise<void> {
  const { action, subscription, before } = change;
  const { tenantId } = subscription;
  const now = ctx.clock.now();
  await em.flush();
  await lockTenants(em, [tenantId]);
  await refreshExceptions(em, now, { tenantIds: [tenantId], cause: 'limits' });
  await recordMrrMovement(em, ctx, {
    tenantId,
    beforeCents: before?.mrrCents ?? 0,
    afterCents: mrrCents(subscription),
    hasEnded: subscription.status === 'CANCELED',
  });
  await appendAudit(em, ctx, {
    action,
    target: { type: 'PlanSubscription', id: subscription.id, name: subscription.plan.name },
    tenantId,
    before,
    after: subscriptionAuditState(subscription),
  });
  await publishSubscription(em, ctx, subscription);
}

/** A subscription as the audit log keeps it. */
export interface SubscriptionAuditState {
  planKey: string;
  status: PlanSubscription['status'];
  mrrCents: number;
  startedAt: string;
  trialEndsAt: string | null;
  trialConvertedAt: string | null;
  canceledAt: string | null;
}

export function subscriptionAuditState(subscription: PlanSubscription): SubscriptionAuditState {
  return {
    planKey: subscription.plan.key,
    status: subscription.status,
    mrrCents: mrrCents(subscription),
    startedAt: subscription.startedAt.toISOString(),
    trialEndsAt: subscription.trialEndsAt?.toISOString() ?? null,
    trialConvertedAt: subscription.trialConvertedAt?.toISOString() ?? null,
    canceledAt: subscription.canceledAt?.toISOString() ?? null,
  };
}

/**
 * Publishes `subscription.changed` with the state as stored; flush before. Comes last in a transaction because
 * publishers of one aggregate wait for each other until commit.
 */
export async function publishSubscription(
  em: EntityManager,
  ctx: BillingContext,
  subscription: PlanSubscription,
): Promise<void> {
  const { tenantId } = subscription;
  const data = await subscriptionSnapshot(em, ctx, subscription);
  await publish(em, { type: 'subscription.changed', aggregateId: tenantId, tenantId, data }, ctx);
}

async function subscriptionSnapshot(
  em: EntityManager,
  ctx: BillingContext,
  subscription: PlanSubscription,
): Promise<SubscriptionSnapshot> {
  const [overdue] = await executeSql<{ since: Date | string | null; cents: string; payments: number }>(
    em,
    `select min(due_at) as since, coalesce(sum(amount_cents), 0) as cents,
       count(*)::integer as payments
     from payment where tenant_id = ? and ${overdueSql}`,
    [subscription.tenantId, ctx.clock.now()],
  );
  const since = overdue?.since ?? null;
  return {
    tenantId: subscription.tenantId,
    planKey: subscription.plan.key,
    planName: subscription.plan.name,
    status: subscription.status,
    mrrCents: mrrCents(subscription),
    currency: await ctx.settings.get('billing.currency'),
    isDelinquent: since !== null,
    delinquentSince: since === null ? null : new Date(since).toISOString(),
    overdueCents: Number(overdue?.cents ?? 0),
    overduePayments: overdue?.payments ?? 0,
    trialEndsAt: subscription.trialEndsAt?.toISOString() ?? null,
  };
}
