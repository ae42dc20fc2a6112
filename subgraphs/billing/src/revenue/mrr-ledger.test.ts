import fc from 'fast-check';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { cancelSubscription } from '../subscription/cancel-subscription.ts';
import { changePlan } from '../subscription/change-plan.ts';
import { convertTrial } from '../subscription/convert-trial.ts';
import { expireTrials } from '../subscription/expire-trials.ts';
import { aRemovedTenant, aSubscriber, billingContext, dayMs } from '../testing/a-subscriber.ts';
import { readRevenue, type Revenue } from './read-revenue.ts';
import { mrrMovementKind } from './record-mrr-movement.ts';

const start = new Date('2026-06-15T10:00:00.000Z');

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

it.each([
  [0, 9_900, false, 'NEW'],
  [9_900, 29_900, false, 'EXPANSION'],
  [29_900, 9_900, false, 'CONTRACTION'],
  [29_900, 0, false, 'CONTRACTION'],
  [29_900, 0, true, 'CHURN'],
  [9_900, 9_900, false, null],
  [0, 0, true, null],
])(
  'a change from %d to %d cents, ended: %p, is the movement %p',
  (beforeCents, afterCents, hasEnded, kind) => {
    expect(mrrMovementKind({ beforeCents, afterCents, hasEnded })).toBe(kind);
  },
);

const tenant = fc.nat({ max: 2 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 0, max: 20 }) }),
  fc.record({
    kind: fc.constant('plan' as const),
    tenant,
    planKey: fc.constantFrom('free', 'pro', 'agency', 'enterprise'),
    startTrial: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('convert' as const, 'cancel' as const), tenant }),
  fc.record({ kind: fc.constant('expire' as const) }),
  fc.record({ kind: fc.constant('remove' as const), tenant }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Does what may be refused: the ledger must not mind. */
async function attempt(tenants: readonly string[], one: Step): Promise<void> {
  const ctx = billingContext(db);
  const tenantId = tenants['tenant' in one ? one.tenant : 0] ?? '';
  const refused = (): null => null;
  switch (one.kind) {
    case 'wait':
      return db.clock.advance(one.days * dayMs);
    case 'plan':
      await changePlan(ctx, { tenantId, planKey: one.planKey, startTrial: one.startTrial }).catch(refused);
      return;
    case 'convert':
      await convertTrial(ctx, { tenantId }).catch(refused);
      return;
    case 'cancel':
      await cancelSubscription(ctx, { tenantId }).catch(refused);
      return;
    case 'expire':
      await expireTrials(ctx);
      return;
    case 'remove':
      await aRemovedTenant(db, tenantId);
      await db.drainJobs();
  }
}

async function sums(): Promise<{ ledger: number; days: number }> {
  const [row] = await executeSql<{ ledger: number; days: number }>(
    db.em('billing'),
    `select (select coalesce(sum(amount_cents), 0)::double precision from mrr_movement) as ledger,
       (select coalesce(sum(new_cents + expansion_cents + contraction_cents + churn_cents), 0)::double precision
        from mrr_day) as days`,
  );
  return row ?? { ledger: Number.NaN, days: Number.NaN };
}

it('adds up to the revenue of today after any history, and remembers the revenue of every day', async () => {
  const revenue = async (): Promise<Revenue> => {
    // Past what is cached.
    db.clock.advance(61_000);
    return readRevenue(billingContext(db), 'current');
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (history) => {
      db.clock.set(start);
      await executeSql(db.em('billing'), 'truncate mrr_movement, mrr_day, plan_subscription');
      const tenants = [await aSubscriber(db, { planKey: 'pro' }), await aSubscriber(db, { planKey: 'free' })];
      tenants.push(await aSubscriber(db, { startTrial: true }));
      const remembered: { at: number; cents: number }[] = [];

      for (const one of history) {
        await attempt(tenants, one);

        const { mrr, mrrMovement30d: moved, mrr30dAgo, mrrByMonth } = await revenue();
        remembered.push({ at: db.clock.now().getTime(), cents: mrr.amountCents });
        const thirtyDaysAgo = db.clock.now().getTime() - 30 * dayMs;
        expect(await sums()).toEqual({ ledger: mrr.amountCents, days: mrr.amountCents });
        expect(mrr30dAgo.amountCents).toBe(lastUpTo(remembered, thirtyDaysAgo));
        expect(Object.values(moved).reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(
          mrr.amountCents - mrr30dAgo.amountCents,
        );
        expect(mrrByMonth.map(({ mrr: { amountCents } }) => amountCents)).toEqual(
          mrrByMonth.map(({ month }) => lastUpTo(remembered, endOf(month))),
        );
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

function endOf(month: Date): number {
  return Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1) - 1;
}

/** What was looked at last up to an instant; before the first look the first subscriber has begun, or nobody has. */
function lastUpTo(remembered: readonly { at: number; cents: number }[], at: number): number {
  if (at < start.getTime()) {
    return 0;
  }
  return remembered.findLast((one) => one.at <= at)?.cents ?? 9_900;
}
