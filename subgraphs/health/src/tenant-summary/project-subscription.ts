import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { DomainEvent } from '@intendant/kit/events/domain-event';

/** What `subscription.changed` carries. */
export interface SubscriptionState {
  tenantId: string;
  planKey: string;
  planName: string;
  status: string;
  mrrCents: number;
  currency: string;
  isDelinquent: boolean;
  delinquentSince: string | null;
  overdueCents: number;
  /** What was published before payments were counted says only that there is one. */
  overduePayments?: number;
}

/**
 * Copies a subscription's facts into the tenant's summary, unless newer ones stand there. The row is made when the
 * tenant's own events have not arrived yet.
 */
export async function projectSubscription(
  em: EntityManager,
  event: DomainEvent<SubscriptionState>,
): Promise<void> {
  const { data } = event;
  // A canceled subscription still names the plan it was of; the tenant has none.
  const hasPlan = data.status !== 'CANCELED';
  await executeSql(
    em,
    `insert into tenant_summary as s
       (tenant_id, subscription_version, plan_key, plan_name, is_trialing, mrr_cents, currency, is_delinquent,
        delinquent_since, overdue_cents, overdue_payments)
     values (?::uuid, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (tenant_id) do update set
       subscription_version = excluded.subscription_version, plan_key = excluded.plan_key,
       plan_name = excluded.plan_name, is_trialing = excluded.is_trialing, mrr_cents = excluded.mrr_cents, currency = excluded.currency,
       is_delinquent = excluded.is_delinquent, delinquent_since = excluded.delinquent_since,
       overdue_cents = excluded.overdue_cents, overdue_payments = excluded.overdue_payments
     where s.subscription_version < excluded.subscription_version`,
    [
      data.tenantId,
      event.version,
      hasPlan ? data.planKey : null,
      hasPlan ? data.planName : null,
      data.status === 'TRIALING',
      data.mrrCents,
      data.currency,
      data.isDelinquent,
      data.delinquentSince,
      data.overdueCents,
      data.overduePayments ?? (data.isDelinquent ? 1 : 0),
    ],
  );
}
