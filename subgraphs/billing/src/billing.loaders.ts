import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '@intendant/kit/clock';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { EntitlementUsage } from './entitlement/entitlement-usage.ts';
import { findPlanLimits, type PlanLimit } from './entitlement/find-plan-limits.ts';
import { findUsage } from './entitlement/find-usage.ts';
import {
  EntitlementOverrideEntity,
  type EntitlementOverride,
} from './override/entitlement-override.entity.ts';
import { overdueAt, PaymentEntity, type Payment } from './payment/payment.entity.ts';
import { PlanEntity, type Plan } from './plan/plan.entity.ts';
import { PlanSubscriptionEntity, type PlanSubscription } from './subscription/plan-subscription.entity.ts';
import { findTenantNames } from './tenant/find-tenant-names.ts';

const maximumUnpaidPayments = 20;

export interface BillingLoaders {
  planById: DataLoader<string, Plan | null>;
  subscriptionById: DataLoader<string, PlanSubscription | null>;
  subscriptionByTenantId: DataLoader<string, PlanSubscription | null>;
  paymentById: DataLoader<string, Payment | null>;
  isDelinquentByTenantId: DataLoader<string, boolean>;
  unpaidPaymentsByTenantId: DataLoader<string, Payment[]>;
  overrideById: DataLoader<string, EntitlementOverride | null>;
  planLimitsByPlanId: DataLoader<string, PlanLimit[]>;
  usageByTenantId: DataLoader<string, EntitlementUsage[]>;
  /** Of tenants whose rows the caller was shown; null when billing has not been told of one. */
  tenantNameById: DataLoader<string, string | null>;
}

/**
 * Loaders only batch; the entity manager is what remembers, and it sees what a mutation changed. All rows pass its
 * tenant filter.
 */
export function createBillingLoaders({ em, clock }: { em: EntityManager; clock: Clock }): BillingLoaders {
  return {
    planById: batched(
      (ids) => em.find(PlanEntity, { id: { $in: ids } }),
      ({ id }) => id,
    ),
    subscriptionById: batched(
      (ids) => em.find(PlanSubscriptionEntity, { id: { $in: ids } }, { populate: ['plan'] }),
      ({ id }) => id,
    ),
    subscriptionByTenantId: batched(
      (ids) => em.find(PlanSubscriptionEntity, { tenantId: { $in: ids } }, { populate: ['plan'] }),
      ({ tenantId }) => tenantId,
    ),
    paymentById: batched(
      (ids) => em.find(PaymentEntity, { id: { $in: ids } }),
      ({ id }) => id,
    ),
    isDelinquentByTenantId: new DataLoader((ids) => findDelinquent(em, clock.now(), ids), { cache: false }),
    unpaidPaymentsByTenantId: new DataLoader((ids) => findUnpaidPayments(em, ids), { cache: false }),
    overrideById: batched(
      (ids) => em.find(EntitlementOverrideEntity, { id: { $in: ids } }),
      ({ id }) => id,
    ),
    planLimitsByPlanId: new DataLoader((ids) => findPlanLimits(em, ids), { cache: false }),
    usageByTenantId: new DataLoader((ids) => findUsage(em, clock.now(), ids), { cache: false }),
    tenantNameById: new DataLoader((ids) => findTenantNames(em, ids), { cache: false }),
  };
}

function batched<T>(
  find: (ids: string[]) => Promise<T[]>,
  idOf: (row: T) => string,
): DataLoader<string, T | null> {
  return new DataLoader(
    async (ids) => {
      const rows = new Map((await find([...new Set(ids)])).map((row) => [idOf(row), row]));
      return ids.map((id) => rows.get(id.toLowerCase()) ?? null);
    },
    { cache: false },
  );
}

async function findDelinquent(
  em: EntityManager,
  now: Date,
  tenantIds: readonly string[],
): Promise<boolean[]> {
  const query = em
    .createQueryBuilder(PaymentEntity)
    .select('tenantId', true)
    .where({ tenantId: { $in: [...tenantIds] }, ...overdueAt(now) });
  await query.applyFilters();
  const rows = await query.execute<{ tenantId: string }[]>('all');
  const delinquent = new Set(rows.map((row) => row.tenantId));
  return tenantIds.map((id) => delinquent.has(id.toLowerCase()));
}

/** The first of each tenant are picked in SQL, however many it owes; reading them applies the tenant filter. */
async function findUnpaidPayments(em: EntityManager, tenantIds: readonly string[]): Promise<Payment[][]> {
  const picked = await executeSql<{ id: string }>(
    em,
    `select payment.id
     from (select distinct unnest(?::uuid[]) as id) as tenant
     cross join lateral (
       select id from payment where tenant_id = tenant.id and status = 'FAILED' order by due_at, id limit ?
     ) as payment`,
    [tenantIds, maximumUnpaidPayments],
  );
  const payments = await em.find(
    PaymentEntity,
    { id: { $in: picked.map(({ id }) => id) } },
    { orderBy: { dueAt: 'asc', id: 'asc' } },
  );
  return tenantIds.map((id) => payments.filter(({ tenantId }) => tenantId === id.toLowerCase()));
}
