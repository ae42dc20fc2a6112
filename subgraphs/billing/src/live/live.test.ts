import type { Caller } from '@intendant/kit/identity/caller';
import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { settlePayment } from '../payment/settle-payment.ts';
import { billingModule } from '../subgraph.ts';
import { cancelSubscription } from '../subscription/cancel-subscription.ts';
import { changePlan } from '../subscription/change-plan.ts';
import { aMeasurement, anOverride, measured } from '../testing/a-measurement.ts';
import { aFailedPayment, aSubscriber, billingContext, dayMs } from '../testing/a-subscriber.ts';

const CHANGES = `
  subscription RevenueChanged {
    revenueChanged {
      asOf
      revenue { mrr { amountCents } aboveLimit overridesInForce delinquentTenants trials { expiring7d } }
      entitlementExceptions(first: 5) { totalCount }
      delinquentTenants(first: 5) { tenant { id } payments }
      expiringTrials(first: 5) { tenant { id } }
    }
  }`;

interface Change {
  revenue: {
    mrr: { amountCents: number };
    aboveLimit: number;
    delinquentTenants: number;
    trials: { expiring7d: number };
  };
  entitlementExceptions: { totalCount: number };
  delinquentTenants: { tenant: { id: string }; payments: number }[];
  expiringTrials: { tenant: { id: string } }[];
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
  const owing = await events.until(({ delinquentTenants }) => delinquentTenants.length === 1);
  await settlePayment(billingContext(db), { id });
  await events.until(({ delinquentTenants }) => delinquentTenants.length === 0);

  expect([above, within].map(({ entitlementExceptions }) => entitlementExceptions.totalCount)).toEqual([
    1, 1,
  ]);
  expect(owing).toMatchObject({
    revenue: { delinquentTenants: 1 },
    delinquentTenants: [{ tenant: { id: tenantId }, payments: 1 }],
  });
  await events.end();
});

it('tells which trials end soon together with how many they are', async () => {
  const events = await subscribe();
  const first = await events.next();
  const tenantId = await aSubscriber(db, { planKey: 'pro', startTrial: true });
  db.clock.advance(8 * dayMs);
  const another = await aSubscriber(db, { planKey: 'pro' });

  const told = await events.until(({ expiringTrials }) => expiringTrials.length === 1);
  await cancelSubscription(billingContext(db), { tenantId });
  const after = await events.until(({ expiringTrials }) => expiringTrials.length === 0);

  expect(another).not.toBe(tenantId);
  expect(first.expiringTrials).toEqual([]);
  expect(told).toMatchObject({
    expiringTrials: [{ tenant: { id: tenantId } }],
    revenue: { trials: { expiring7d: 1 } },
  });
  expect(after.revenue.trials.expiring7d).toBe(0);
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
