import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { cancelSubscription } from '../subscription/cancel-subscription.ts';
import { changePlan } from '../subscription/change-plan.ts';
import { convertTrial } from '../subscription/convert-trial.ts';
import { aMeasurement, anOverride, measured } from '../testing/a-measurement.ts';
import {
  aFailedPayment,
  aRemovedTenant,
  aSubscriber,
  aTenant,
  billingContext,
  dayMs,
  hourMs,
} from '../testing/a-subscriber.ts';

const ASSESSMENT = '{ state warnAt criticalAt }';
const REVENUE = `
  query Revenue {
    revenue {
      mrr { amountCents }
      mrr30dAgo { amountCents currency }
      mrrMovement30d {
        new { amountCents } expansion { amountCents } contraction { amountCents } churn { amountCents }
      }
      mrrByMonth { month mrr { amountCents } }
      mrrAssessment ${ASSESSMENT}
      delinquentAssessment ${ASSESSMENT}
      trialsAssessment ${ASSESSMENT}
      exceptionsAssessment ${ASSESSMENT}
      entitlementExceptions aboveLimit overridesInForce
    }
  }`;

interface Revenue {
  mrr: { amountCents: number };
  mrr30dAgo: { amountCents: number; currency: string };
  mrrMovement30d: Record<string, { amountCents: number }>;
  mrrByMonth: { month: string; mrr: { amountCents: number } }[];
  [assessment: string]: unknown;
}

let db: TestDatabase;

beforeEach(async () => {
  db = await startTestDatabase([billingModule]);
});
afterEach(() => db.close());

async function revenue(): Promise<Revenue> {
  return dataOf<{ revenue: Revenue }>(await db.execute('billing', REVENUE)).revenue;
}

const byMonth = ({ mrrByMonth }: Revenue): Record<string, number> =>
  Object.fromEntries(mrrByMonth.map(({ month, mrr }) => [month.slice(0, 7), mrr.amountCents]));

const movement = ({ mrrMovement30d }: Revenue): Record<string, number> =>
  Object.fromEntries(Object.entries(mrrMovement30d).map(([kind, { amountCents }]) => [kind, amountCents]));

it('tells what moved within 30 days by kind, and what there was before', async () => {
  const ctx = billingContext(db);
  const [grows, shrinks, leaves] = [
    await aSubscriber(db, { planKey: 'pro' }),
    await aSubscriber(db, { planKey: 'enterprise' }),
    await aSubscriber(db, { planKey: 'agency' }),
  ];
  db.clock.advance(40 * dayMs);
  const tries = await aSubscriber(db, { startTrial: true });
  await changePlan(ctx, { tenantId: grows, planKey: 'agency' });
  await changePlan(ctx, { tenantId: shrinks, planKey: 'agency' });
  await cancelSubscription(ctx, { tenantId: leaves });
  await convertTrial(ctx, { tenantId: tries });

  const figures = await revenue();

  expect(figures.mrr30dAgo).toEqual({ amountCents: 9_900 + 129_900 + 29_900, currency: 'EUR' });
  expect(movement(figures)).toEqual({ new: 9_900, expansion: 20_000, contraction: -100_000, churn: -29_900 });
  expect(figures.mrr.amountCents).toBe(69_700);
});

it('is exact to the instant: a movement is within the 30 days until they have passed', async () => {
  await aSubscriber(db, { planKey: 'pro' });

  db.clock.advance(30 * dayMs - 1);
  const within = await revenue();
  db.clock.advance(1);
  db.clock.advance(hourMs);
  const before = await revenue();

  expect([within, before].map(({ mrr30dAgo }) => mrr30dAgo.amountCents)).toEqual([0, 9_900]);
});

it('tells the revenue at the end of each of twelve months, and of those before the first subscription nothing', async () => {
  db.clock.set(new Date('2025-09-30T23:59:59.999Z'));
  const tenantId = await aSubscriber(db, { planKey: 'pro' });
  db.clock.set(new Date('2025-11-01T00:00:00.000Z'));
  await changePlan(billingContext(db), { tenantId, planKey: 'agency' });

  const young = await revenue();
  db.clock.set(new Date('2026-10-15T12:00:00.000Z'));
  const old = await revenue();

  expect(byMonth(young)).toEqual({ '2025-09': 9_900, '2025-10': 9_900, '2025-11': 29_900 });
  expect(old.mrrByMonth).toHaveLength(12);
  expect(old.mrrByMonth[0]).toEqual({ month: '2025-11-01T00:00:00.000Z', mrr: { amountCents: 29_900 } });
});

it('keeps what a tenant paid that is gone, and forgets what a tenant of the demo fleet paid', async () => {
  const real = await aSubscriber(db, { planKey: 'pro' });
  const invented = await aTenant(db, undefined, { isDemo: true });
  await changePlan(billingContext(db), { tenantId: invented, planKey: 'agency' });
  db.clock.advance(40 * dayMs);
  await aRemovedTenant(db, real);
  await aRemovedTenant(db, invented);

  await db.drainJobs();

  const figures = await revenue();
  expect(figures.mrr30dAgo.amountCents).toBe(9_900);
  expect(movement(figures)).toEqual({ new: 0, expansion: 0, contraction: 0, churn: -9_900 });
  expect(Object.values(byMonth(figures))).toEqual([9_900, 0]);
});

it('has no months once only the demo fleet was there and left', async () => {
  const invented = await aTenant(db, undefined, { isDemo: true });
  await changePlan(billingContext(db), { tenantId: invented, planKey: 'agency' });
  await aRemovedTenant(db, invented);
  await db.drainJobs();

  expect((await revenue()).mrrByMonth).toEqual([]);
});

it('warns of a fall by its share of the revenue 30 days ago', async () => {
  const ctx = billingContext(db);
  const states: unknown[] = [(await revenue())['mrrAssessment']];
  const tenants: string[] = [];
  for (let index = 0; index < 20; index += 1) {
    tenants.push(await aSubscriber(db, { planKey: 'pro' }));
  }
  db.clock.advance(31 * dayMs);
  for (const canceled of [[], tenants.slice(0, 1), tenants.slice(1, 4)]) {
    for (const tenantId of canceled) {
      await cancelSubscription(ctx, { tenantId });
    }
    db.clock.advance(hourMs);
    states.push((await revenue())['mrrAssessment']);
  }

  const thresholds = { warnAt: -0.05, criticalAt: -0.2 };
  expect(states).toEqual(['UNKNOWN', 'OK', 'WARN', 'CRITICAL'].map((state) => ({ state, ...thresholds })));
});

it('assesses debtors, trials and exceeded limits by the thresholds in the settings', async () => {
  const ctx = billingContext(db);
  const healthy = await revenue();
  const tenantId = await aSubscriber(db, { startTrial: true });
  db.clock.advance(8 * dayMs);
  await aFailedPayment(db, tenantId);
  await anOverride(db, tenantId, { limit: 2 });
  await measured(db, aMeasurement(db, tenantId, { workflows: 3, environments: 1 }));
  db.clock.advance(hourMs);
  const worse = await revenue();
  await ctx.em.transactional((em) => ctx.settings.set(em, ctx, 'billing.exceptions-critical', 1));
  db.clock.advance(hourMs);
  ctx.settings.clear();
  const critical = await revenue();

  const names = ['delinquentAssessment', 'trialsAssessment', 'exceptionsAssessment'];
  expect(names.map((name) => healthy[name])).toEqual([
    { state: 'OK', warnAt: 1, criticalAt: 5 },
    { state: 'OK', warnAt: 1, criticalAt: null },
    { state: 'OK', warnAt: 1, criticalAt: 10 },
  ]);
  expect(names.map((name) => worse[name])).toMatchObject([
    { state: 'WARN' },
    { state: 'WARN' },
    { state: 'WARN' },
  ]);
  expect(worse).toMatchObject({ entitlementExceptions: 1, aboveLimit: 1, overridesInForce: 1 });
  expect(critical['exceptionsAssessment']).toEqual({ state: 'CRITICAL', warnAt: 1, criticalAt: 1 });
});
