import { randomUUID } from 'node:crypto';
import { publish } from '@intendant/kit/events/publish';
import type { Caller } from '@intendant/kit/identity/caller';
import type { TestDatabase } from '@intendant/kit/testing/test-database';
import type { BillingContext } from '../context.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { recordFailedPayment } from '../payment/record-failed-payment.ts';
import { freePlanKey } from '../plan/plan.entity.ts';
import { changePlan } from '../subscription/change-plan.ts';
import { startSubscription } from '../subscription/start-subscription.ts';

export const hourMs = 60 * 60 * 1000;
export const dayMs = 24 * hourMs;

/** The context a use case of this subgraph gets. */
export function billingContext(db: TestDatabase, caller?: Caller): BillingContext {
  // The test database builds contexts with the module's own loaders and settings.
  return db.context('billing', caller) as BillingContext;
}

/** Announces a tenant as the tenants subgraph does; nothing is delivered before `db.drainJobs()`. Returns its id. */
export async function aTenant(
  db: TestDatabase,
  id: string = randomUUID(),
  facts: TenantFacts = {},
): Promise<string> {
  await publishTenant(db, id, { type: 'tenant.created', status: 'ACTIVE', facts });
  return id;
}

/** Announces that a tenant is gone. */
export async function aRemovedTenant(db: TestDatabase, id: string): Promise<void> {
  await publishTenant(db, id, { type: 'tenant.removed', status: 'DELETED', facts: {} });
}

interface TenantFacts {
  name?: string;
  isDemo?: boolean;
}

async function publishTenant(
  db: TestDatabase,
  id: string,
  { type, status, facts }: { type: string; status: string; facts: TenantFacts },
): Promise<void> {
  const ctx = db.context('billing');
  const now = ctx.clock.now().toISOString();
  const data = {
    id,
    name: 'Philharmonia',
    slug: `tenant-${id.slice(0, 8)}`,
    contactEmail: 'office@philharmonia.example',
    status,
    isDemo: false,
    createdAt: now,
    updatedAt: now,
    ...facts,
  };
  await ctx.em.transactional((em) => publish(em, { type, aggregateId: id, tenantId: id, data }, ctx));
}

/** A tenant on a plan; in the plan's trial if asked. Returns the tenant's id. */
export async function aSubscriber(
  db: TestDatabase,
  { planKey = 'pro', startTrial = false }: { planKey?: string; startTrial?: boolean } = {},
): Promise<string> {
  const tenantId = await aTenant(db);
  const ctx = billingContext(db);
  if (planKey === freePlanKey) {
    // Where every tenant begins.
    await ctx.em.transactional((em) => startSubscription(em, ctx, tenantId));
  } else {
    await changePlan(ctx, { tenantId, planKey, startTrial });
  }
  return tenantId;
}

/** A failed payment of a tenant, due an hour ago unless told otherwise. */
export async function aFailedPayment(
  db: TestDatabase,
  tenantId: string,
  { amountCents = 9_900, dueInMs = -hourMs }: { amountCents?: number; dueInMs?: number } = {},
): Promise<Payment> {
  const ctx = billingContext(db);
  return recordFailedPayment(ctx, {
    tenantId,
    reference: `pi_${randomUUID()}`,
    amountCents,
    dueAt: new Date(ctx.clock.now().getTime() + dueInMs),
    reason: 'Card declined',
  });
}
