import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { cancelSubscription } from '../subscription/cancel-subscription.ts';
import { convertTrial } from '../subscription/convert-trial.ts';
import { expireTrials } from '../subscription/expire-trials.ts';
import {
  aFailedPayment,
  aSubscriber,
  aTenant,
  billingContext,
  dayMs,
  hourMs,
} from '../testing/a-subscriber.ts';

const REVENUE = `
  query Revenue {
    revenue {
      mrr { amountCents currency }
      planDistribution { plan { key } tenants mrr { amountCents } }
      trials { running started30d expiring7d converted30d }
      delinquentTenants
      overdue { amountCents }
      asOf
    }
  }`;

let db: TestDatabase;

beforeEach(async () => {
  db = await startTestDatabase([billingModule]);
});
afterEach(() => db.close());

async function revenue(): Promise<Record<string, unknown>> {
  return dataOf<{ revenue: Record<string, unknown> }>(await db.execute('billing', REVENUE)).revenue;
}

it('is nothing on a new installation, with every plan listed', async () => {
  expect(await revenue()).toEqual({
    mrr: { amountCents: 0, currency: 'EUR' },
    planDistribution: ['free', 'pro', 'agency', 'enterprise'].map((key) => {
      return { plan: { key }, tenants: 0, mrr: { amountCents: 0 } };
    }),
    trials: { running: 0, started30d: 0, expiring7d: 0, converted30d: 0 },
    delinquentTenants: 0,
    overdue: { amountCents: 0 },
    asOf: db.clock.now().toISOString(),
  });
});

it('adds up active subscriptions; trials count as tenants but bring nothing, canceled ones neither', async () => {
  await aTenant(db);
  await db.drainJobs();
  await aSubscriber(db, { planKey: 'pro' });
  await aSubscriber(db, { planKey: 'pro' });
  await aSubscriber(db, { planKey: 'agency', startTrial: true });
  const tenantId = await aSubscriber(db, { planKey: 'enterprise' });
  await cancelSubscription(billingContext(db), { tenantId });

  expect(await revenue()).toMatchObject({
    mrr: { amountCents: 19_800 },
    planDistribution: [
      { plan: { key: 'free' }, tenants: 1, mrr: { amountCents: 0 } },
      { plan: { key: 'pro' }, tenants: 2, mrr: { amountCents: 19_800 } },
      { plan: { key: 'agency' }, tenants: 1, mrr: { amountCents: 0 } },
      { plan: { key: 'enterprise' }, tenants: 0, mrr: { amountCents: 0 } },
    ],
  });
});

it('follows trials through their windows', async () => {
  const tenantId = await aSubscriber(db, { startTrial: true });
  await aSubscriber(db, { startTrial: true });
  const started = await revenue();
  db.clock.advance(8 * dayMs);
  await convertTrial(billingContext(db), { tenantId });
  const converted = await revenue();
  db.clock.advance(6 * dayMs);
  const ended = await revenue();
  db.clock.advance(25 * dayMs);
  const forgotten = await revenue();

  expect([started, converted, ended, forgotten].map(({ trials }) => trials)).toEqual([
    { running: 2, started30d: 2, expiring7d: 0, converted30d: 0 },
    { running: 1, started30d: 2, expiring7d: 1, converted30d: 1 },
    { running: 0, started30d: 2, expiring7d: 0, converted30d: 1 },
    { running: 0, started30d: 0, expiring7d: 0, converted30d: 0 },
  ]);
});

it('counts a trial past its end on the free plan, swept up or not', async () => {
  await aSubscriber(db, { planKey: 'pro', startTrial: true });
  await aSubscriber(db, { planKey: 'pro' });
  await aSubscriber(db, { planKey: 'free' });
  db.clock.advance(15 * dayMs);
  const plans = async (): Promise<unknown> =>
    ((await revenue())['planDistribution'] as { tenants: number; mrr: { amountCents: number } }[]).map(
      ({ tenants, mrr }) => [tenants, mrr.amountCents],
    );

  const before = await plans();
  const swept = await expireTrials(billingContext(db));

  expect(before).toEqual([
    [2, 0],
    [1, 9_900],
    [0, 0],
    [0, 0],
  ]);
  expect(swept).toBe(1);
  expect(await plans()).toEqual(before);
});

it('counts delinquent tenants once and adds up what is overdue', async () => {
  const [debtor, punctual] = [await aSubscriber(db), await aSubscriber(db)];
  await aFailedPayment(db, debtor, { amountCents: 100 });
  await aFailedPayment(db, debtor, { amountCents: 20 });
  await aFailedPayment(db, punctual, { amountCents: 3, dueInMs: hourMs });

  expect(await revenue()).toMatchObject({ delinquentTenants: 1, overdue: { amountCents: 120 } });
});

it('costs the same number of statements however many tenants there are, and none while it is cached', async () => {
  await revenue();
  for (let index = 0; index < 6; index += 1) {
    await aFailedPayment(db, await aSubscriber(db));
  }
  db.clock.advance(hourMs);

  const computed = await db.countStatements(revenue);
  const cached = await db.countStatements(revenue);

  expect(computed.result['delinquentTenants']).toBe(6);
  expect(computed.statements).toHaveLength(6);
  expect(cached.statements).toHaveLength(0);
});

it.each([
  ['anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a platform caller without billing:read', aPlatformCaller(['platform:read']), 'FORBIDDEN'],
  ['a tenant caller', aTenantCaller(randomUUID()), 'FORBIDDEN'],
])('refuses %s', async (_, caller, code) => {
  const { data, errors } = await db.execute('billing', REVENUE, {}, caller);

  expect(data).toEqual({ revenue: null });
  expect(errors?.[0]?.extensions).toMatchObject({ code });
});
