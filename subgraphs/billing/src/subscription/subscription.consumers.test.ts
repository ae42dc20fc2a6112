import { randomUUID } from 'node:crypto';
import type { DomainEvent } from '@intendant/kit/events/domain-event';
import { aService } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { PaymentEntity } from '../payment/payment.entity.ts';
import { billingModule } from '../subgraph.ts';
import {
  aFailedPayment,
  aRemovedTenant,
  aSubscriber,
  aTenant,
  billingContext,
  dayMs,
} from '../testing/a-subscriber.ts';
import { changePlan } from './change-plan.ts';
import { PlanSubscriptionEntity } from './plan-subscription.entity.ts';
import { followTenant } from './subscription.consumers.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

async function subscriptionsOf(tenantId: string) {
  return db.em('billing').find(PlanSubscriptionEntity, { tenantId }, { populate: ['plan'] });
}

function anEvent(type: string, tenantId: string, version: number): DomainEvent {
  return {
    id: randomUUID(),
    type,
    aggregateType: 'tenant',
    aggregateId: tenantId,
    version,
    tenantId,
    data: {
      name: 'Philharmonia',
      slug: `tenant-${tenantId.slice(0, 8)}`,
      isDemo: false,
      createdAt: db.clock.now().toISOString(),
    },
    occurredAt: db.clock.now().toISOString(),
    requestId: null,
  };
}

it('gives a new tenant a free subscription that starts when the tenant does', async () => {
  const createdAt = db.clock.now();
  const tenantId = await aTenant(db);
  db.clock.advance(dayMs);

  await db.drainJobs();

  expect(await subscriptionsOf(tenantId)).toMatchObject([
    { plan: { key: 'free' }, status: 'ACTIVE', startedAt: createdAt },
  ]);
  expect(await auditEntries(db, tenantId)).toMatchObject([
    { action: 'subscription.start', callerKind: 'service' },
  ]);
  expect((await publishedEvents(db, tenantId)).at(-1)).toMatchObject({
    type: 'subscription.changed',
    version: 1,
    data: { planKey: 'free', status: 'ACTIVE', mrrCents: 0 },
  });
});

it('leaves a subscription alone that was there before the event', async () => {
  const tenantId = await aTenant(db);
  await changePlan(billingContext(db), { tenantId, planKey: 'enterprise' });

  await db.drainJobs();

  expect(await subscriptionsOf(tenantId)).toMatchObject([{ plan: { key: 'enterprise' } }]);
});

it('takes a repeated event once', async () => {
  const tenantId = await aTenant(db);
  const event = anEvent('tenant.created', tenantId, 1);
  const deliver = () => followTenant.consume(billingContext(db, aService('billing')), event);

  const outcomes = await Promise.all([deliver(), deliver()]);

  expect(outcomes.sort()).toEqual(['handled', 'skipped']);
  expect(await publishedEvents(db, tenantId)).toHaveLength(2);
});

it('removes everything about a tenant that is gone', async () => {
  const tenantId = await aSubscriber(db);
  const other = await aSubscriber(db);
  await aFailedPayment(db, tenantId);
  await db.drainJobs();

  await aRemovedTenant(db, tenantId);
  await db.drainJobs();

  expect(await subscriptionsOf(tenantId)).toEqual([]);
  expect(await db.em('billing').count(PaymentEntity, { tenantId })).toBe(0);
  expect(await subscriptionsOf(other)).toHaveLength(1);
  expect((await auditEntries(db, tenantId)).at(-1)).toMatchObject({
    action: 'subscription.remove',
    before: { planKey: 'pro' },
    after: null,
  });
});

it('does not bring a removed tenant back when its creation is delivered late', async () => {
  const tenantId = await aTenant(db);
  await aRemovedTenant(db, tenantId);
  const ctx = () => billingContext(db, aService('billing'));

  const removed = await followTenant.consume(ctx(), anEvent('tenant.removed', tenantId, 2));
  const created = await followTenant.consume(ctx(), anEvent('tenant.created', tenantId, 1));

  expect([removed, created]).toEqual(['handled', 'skipped']);
  expect(await subscriptionsOf(tenantId)).toEqual([]);
});

it('starts nothing for a tenant that was removed before its creation was delivered', async () => {
  const tenantId = await aTenant(db);
  await aRemovedTenant(db, tenantId);

  await db.drainJobs();

  expect(await subscriptionsOf(tenantId)).toEqual([]);
});

it('forgets the event when its work fails, so that the next delivery does it', async () => {
  const tenantId = await aTenant(db);
  const event = anEvent('tenant.created', tenantId, 1);
  const ctx = billingContext(db, aService('billing'));
  const crashing = { ...ctx, requestId: 'an id with a \0 that PostgreSQL refuses' };

  await expect(followTenant.consume(crashing, event)).rejects.toThrow();
  const outcome = await followTenant.consume(billingContext(db, aService('billing')), event);

  expect(outcome).toBe('handled');
  expect(await subscriptionsOf(tenantId)).toHaveLength(1);
});
