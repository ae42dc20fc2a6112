import type { Caller } from '@intendant/kit/identity/caller';
import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { settlePayment } from '../payment/settle-payment.ts';
import { billingModule } from '../subgraph.ts';
import { changePlan } from '../subscription/change-plan.ts';
import { aMeasurement, anOverride, measured } from '../testing/a-measurement.ts';
import { aFailedPayment, aSubscriber, billingContext } from '../testing/a-subscriber.ts';

const CHANGES = `
  subscription RevenueChanged {
    revenueChanged {
      asOf
      revenue { mrr { amountCents } aboveLimit overridesInForce delinquentTenants }
      entitlementExceptions(first: 5) { totalCount }
      overduePayments(first: 5) { nodes { id } }
    }
  }`;

interface Change {
  revenue: { mrr: { amountCents: number }; aboveLimit: number; delinquentTenants: number };
  entitlementExceptions: { totalCount: number };
  overduePayments: { nodes: { id: string }[] };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

async function subscribe(caller: Caller = aPlatformCaller()) {
  const result = await db
    .runtime('billing')
    .subscribe({ query: CHANGES, context: db.context('billing', caller) });
  if (!(Symbol.asyncIterator in result)) {
    throw new Error(JSON.stringify(result.errors));
  }
  const events = result;
  return {
    async next(): Promise<Change> {
      const { data } = (await events.next()).value as { data: { revenueChanged: Change } };
      return data.revenueChanged;
    },
    /** The first event that is as wanted; changes may be told in several. */
    async until(isWanted: (change: Change) => boolean): Promise<Change> {
      for (;;) {
        const change = await this.next();
        if (isWanted(change)) {
          return change;
        }
      }
    },
    end: () => events.return?.(),
  };
}

it('tells what the platform earns at once, and again when it changed', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'pro' });
  const events = await subscribe();
  const first = await events.next();

  await changePlan(billingContext(db), { tenantId, planKey: 'agency' });
  const second = await events.until(
    ({ revenue }) => revenue.mrr.amountCents !== first.revenue.mrr.amountCents,
  );

  expect(second.revenue.mrr.amountCents - first.revenue.mrr.amountCents).toBe(20_000);
  await events.end();
});

it('tells every kind of change: usage, overrides and payments', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'free' });
  const events = await subscribe();
  await events.next();

  await measured(db, aMeasurement(db, tenantId, { workflows: 9 }));
  const above = await events.until(({ revenue }) => revenue.aboveLimit === 1);
  await anOverride(db, tenantId);
  const within = await events.until(({ revenue }) => revenue.aboveLimit === 0);
  const { id } = await aFailedPayment(db, tenantId);
  const owing = await events.until(({ overduePayments }) => overduePayments.nodes.length === 1);
  await settlePayment(billingContext(db), { id });
  await events.until(({ overduePayments }) => overduePayments.nodes.length === 0);

  expect([above, within].map(({ entitlementExceptions }) => entitlementExceptions.totalCount)).toEqual([
    1, 1,
  ]);
  expect(owing).toMatchObject({ revenue: { delinquentTenants: 1 }, overduePayments: { nodes: [{ id }] } });
  await events.end();
});

it('knows a new threshold at once', async () => {
  const ctx = billingContext(db);
  const events = await subscribe();
  await events.next();

  const changed = events.next();
  await ctx.em.transactional((em) => ctx.settings.set(em, ctx, 'billing.exceptions-warn', 3));

  expect(await changed).toHaveProperty('revenue');
  await events.end();
});

it.each([
  ['a platform caller without billing:read', () => aPlatformCaller(['platform:read'])],
  ['a tenant caller', () => aTenantCaller('6f2d1c9e-3a54-4b0e-9d27-0c8e5b7a1f01')],
])('is forbidden to %s', async (_, caller) => {
  await expect(subscribe(caller())).rejects.toThrow('FORBIDDEN');
});
