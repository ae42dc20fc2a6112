import fc from 'fast-check';
import type { DomainEvent } from '@intendant/kit/events/domain-event';
import { aService } from '@intendant/kit/testing/callers';
import { randomUUID } from 'node:crypto';
import {
  aFailure,
  anEvent,
  someTenantFacts,
  startHealthDatabase,
  type HealthDatabase,
} from '../testing/health-database.ts';
import { tenantSummaryConsumers } from './tenant-summary.consumers.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

function tenantEvent(id: string, version: number, name: string, type = 'tenant.updated'): DomainEvent {
  const data = { ...someTenantFacts({ id, name, slug: `t-${id.slice(0, 8)}` }) };
  return anEnvelope(type, 'tenant', id, version, data);
}

function subscriptionEvent(id: string, version: number, mrrCents: number): DomainEvent {
  return anEnvelope('subscription.changed', 'subscription', id, version, {
    tenantId: id,
    planKey: 'pro',
    planName: 'Pro',
    mrrCents,
    currency: 'EUR',
    isDelinquent: false,
    delinquentSince: null,
    overdueCents: 0,
  });
}

function anEnvelope(
  type: string,
  aggregateType: string,
  id: string,
  version: number,
  data: object,
): DomainEvent {
  return {
    id: randomUUID(),
    type,
    aggregateType,
    aggregateId: id,
    version,
    tenantId: id,
    data: { ...data },
    occurredAt: '2026-11-20T09:00:00.000Z',
    requestId: null,
  };
}

async function deliver(event: DomainEvent): Promise<void> {
  const consumer = tenantSummaryConsumers.find(({ events }) => events.includes(event.type));
  await consumer?.consume(db.health(aService('health')), event);
}

it('ends in the same state whatever the order, and however often events are delivered', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
      async (repeats, order) => {
        const id = randomUUID();
        const events = [
          tenantEvent(id, 1, 'First', 'tenant.created'),
          tenantEvent(id, 2, 'Second'),
          tenantEvent(id, 3, 'Third'),
          subscriptionEvent(id, 1, 100),
          subscriptionEvent(id, 2, 200),
          subscriptionEvent(id, 3, 300),
        ];
        for (const index of [...repeats, ...order, ...repeats]) {
          const event = events[index];
          if (event) {
            await deliver(event);
          }
        }
        expect(
          await db.select('select name, mrr_cents::integer as mrr from tenant_summary where tenant_id = $1', [
            id,
          ]),
        ).toEqual([{ name: 'Third', mrr: 300 }]);
      },
    ),
    { numRuns: 10 },
  );
});

it('shows a tenant once its own event has arrived, not when its subscription has', async () => {
  const id = randomUUID();
  await deliver(subscriptionEvent(id, 1, 100));
  const list = `query ($query: String) { tenantSummaries(filter: { query: $query }) { totalCount } }`;
  const total = async (): Promise<unknown> =>
    (await db.execute('health', list, { query: id })).data?.tenantSummaries;

  const before = await total();
  await deliver(tenantEvent(id, 1, 'Late', 'tenant.created'));

  expect(before).toEqual({ totalCount: 0 });
  expect(await total()).toEqual({ totalCount: 1 });
});

it('has no plan once its subscription is canceled, and has one again when it subscribes again', async () => {
  const id = await db.aTenant();
  const plan = async (): Promise<unknown> =>
    (
      await db.execute(
        'health',
        'query ($id: ID!) { tenantSummaries(filter: { ids: [$id] }) { nodes { planKey planName } } }',
        { id },
      )
    ).data?.tenantSummaries;
  const matching = async (): Promise<unknown> =>
    (
      await db.execute(
        'health',
        'query ($id: ID!) { tenantSummaries(filter: { ids: [$id], planKeys: ["pro"] }) { totalCount } }',
        { id },
      )
    ).data?.tenantSummaries;
  const event = subscriptionEvent(id, 1, 0);

  await deliver({ ...event, data: { ...event.data, status: 'CANCELED' } });
  const canceled = [await plan(), await matching()];
  await deliver(subscriptionEvent(id, 2, 100));

  expect(canceled).toEqual([{ nodes: [{ planKey: null, planName: null }] }, { totalCount: 0 }]);
  expect(await plan()).toEqual({ nodes: [{ planKey: 'pro', planName: 'Pro' }] });
});

it('knows of one unpaid payment at least when an older event says only that there are some', async () => {
  const id = await db.aTenant();
  const event = subscriptionEvent(id, 1, 100);

  await deliver({ ...event, data: { ...event.data, isDelinquent: true, overdueCents: 4900 } });

  expect(
    await db.select('select overdue_payments as n from tenant_summary where tenant_id = $1', [id]),
  ).toEqual([{ n: 1 }]);
});

describe('a removed tenant', () => {
  it('leaves no row behind, and nothing in the figures of the fleet', async () => {
    const facts = someTenantFacts();
    const other = await db.aTenant();
    await db.aTenant(facts);
    await db.publishSubscription(facts.id);
    await db.drainJobs();
    const events = [
      ...Array.from({ length: 5 }, () => aFailure({ subject: facts.id })),
      anEvent({ subject: facts.id, type: 'api.request', data: { status: 200, durationMs: 5 } }),
      anEvent({ subject: facts.id, type: 'drift.detected', data: { environment: 'production' } }),
      anEvent({ subject: facts.id, type: 'credential.failed', data: { credential: 'stripe' } }),
      anEvent({
        subject: facts.id,
        type: 'resources.counted',
        data: { workflows: 1, environments: 1, storageBytes: 1 },
      }),
      anEvent({ subject: facts.id, type: 'usage.recorded', data: { meter: 'gb', quantity: 1 } }),
    ];
    await db.send([...events, anEvent({ subject: other })]);
    await db.settled();

    await db.publishTenant('tenant.removed', facts);
    await db.drainJobs();

    const tables = await db.select<{ name: string }>(
      `select table_name as name from information_schema.columns
       where table_schema = 'health' and column_name = 'tenant_id' and table_name <> 'removed_tenant'`,
    );
    for (const { name } of tables) {
      expect([
        name,
        await db.select(`select tenant_id from ${name} where tenant_id = $1`, [facts.id]),
      ]).toEqual([name, []]);
    }
    expect(
      await db.select(
        'select sum(executions)::integer as executions, sum(durations) > 0 as has from fleet_hour',
      ),
    ).toEqual([{ executions: 1, has: true }]);
    const [again] = await Promise.all([db.send([anEvent({ subject: facts.id })])]);
    expect(again?.status).toBe(422);
    expect(await db.select('select id from event_key where id = $1', [events[0]?.id])).toEqual([]);
  });

  it('does not come back with a late subscription event', async () => {
    const facts = someTenantFacts();
    await db.aTenant(facts);
    await db.publishTenant('tenant.removed', facts);
    await db.drainJobs();

    await deliver(subscriptionEvent(facts.id, 1, 100));

    expect(await db.select('select tenant_id from tenant_summary where tenant_id = $1', [facts.id])).toEqual(
      [],
    );
  });
});
