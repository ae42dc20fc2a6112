import fc from 'fast-check';
import { aService } from '@intendant/kit/testing/callers';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import type { EntitlementExceptionFilter } from '../generated/resolvers.ts';
import { revokeOverride } from '../override/revoke-override.ts';
import { expireOverrides } from '../override/expire-overrides.ts';
import { billingModule } from '../subgraph.ts';
import { cancelSubscription } from '../subscription/cancel-subscription.ts';
import { changePlan } from '../subscription/change-plan.ts';
import { aMeasurement, anOverride } from '../testing/a-measurement.ts';
import { aSubscriber, billingContext, dayMs, hourMs } from '../testing/a-subscriber.ts';
import { recordUsageJob } from '../usage/usage.jobs.ts';
import { countExceptions } from './count-exceptions.ts';
import { listExceptions, totalOf } from './list-exceptions.ts';

const start = new Date('2026-11-20T20:00:00.000Z');
// Requests of the day, whose limits leave room between the plans.
const limits = { free: 10_000, pro: 100_000 } as const;

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

const step = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 2 * dayMs }) }),
  fc.record({
    kind: fc.constant('measure' as const),
    used: fc.constantFrom(0, 5_000, 20_000, 50_000, 200_000),
  }),
  fc.record({
    kind: fc.constant('plan' as const),
    planKey: fc.constantFrom('free' as const, 'pro' as const),
  }),
  fc.record({ kind: fc.constant('cancel' as const) }),
  fc.record({
    kind: fc.constant('grant' as const),
    limit: fc.constantFrom(0, 10_000, 40_000, null),
    forMs: fc.integer({ min: 1, max: 2 * dayMs }),
  }),
  fc.record({ kind: fc.constant('revoke' as const) }),
  fc.record({ kind: fc.constant('sweep' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The rules as the glossary has them, kept by one who looks at every instant at which something may change. */
class Model {
  planKey: keyof typeof limits | null = 'free';
  usage = { used: 0, until: 0 };
  override: { limit: number | null; grantedAt: number; until: number } | null = null;
  aboveSince: number | null = null;

  advance(from: number, to: number): void {
    const instants = [this.usage.until, this.override?.until ?? 0, to];
    for (const at of instants.filter((instant) => instant > from && instant <= to).sort((a, b) => a - b)) {
      this.look(at);
    }
  }

  look(at: number): void {
    if (this.override && this.override.until <= at) {
      this.override = null;
    }
    const limit = this.limit();
    const isAbove = limit !== null && this.used(at) > limit;
    this.aboveSince = isAbove ? (this.aboveSince ?? at) : null;
  }

  used(at: number): number {
    return at < this.usage.until ? this.usage.used : 0;
  }

  limit(): number | null {
    return this.override ? this.override.limit : this.planKey && limits[this.planKey];
  }

  exceptions(at: number): object[] {
    if (this.aboveSince === null && !this.override) {
      return [];
    }
    return [
      {
        kind: this.aboveSince === null ? 'OVERRIDE' : 'ABOVE_LIMIT',
        since: new Date(this.aboveSince ?? this.override?.grantedAt ?? 0),
        used: this.used(at),
        limit: this.limit(),
      },
    ];
  }
}

async function take(tenantId: string, one: Step, model: Model): Promise<void> {
  const ctx = billingContext(db);
  const now = db.clock.now().getTime();
  switch (one.kind) {
    case 'wait':
      db.clock.advance(one.ms);
      model.advance(now, now + one.ms);
      return;
    case 'measure': {
      const measurement = aMeasurement(db, tenantId, { apiRequestsDay: one.used });
      await recordUsageJob(billingContext(db, aService('billing')), { measurements: [measurement] });
      model.usage = { used: one.used, until: Date.parse(measurement.dayStart) + dayMs };
      break;
    }
    case 'plan':
      if (model.planKey !== one.planKey) {
        await changePlan(ctx, { tenantId, planKey: one.planKey });
        model.planKey = one.planKey;
      }
      break;
    case 'cancel':
      if (model.planKey !== null) {
        await cancelSubscription(ctx, { tenantId });
        model.planKey = null;
      }
      break;
    case 'grant':
      await anOverride(db, tenantId, {
        entitlementKey: 'api-requests',
        limit: one.limit,
        expiresAt: new Date(now + one.forMs),
      });
      model.override = { limit: one.limit, grantedAt: now, until: now + one.forMs };
      break;
    case 'revoke': {
      const [exception] = (await listExceptions(ctx, { filter: { tenantId } })).nodes;
      if (exception?.usage.override) {
        await revokeOverride(ctx, { id: exception.usage.override.id, reason: 'Enough of it' });
        model.override = null;
      }
      break;
    }
    case 'sweep':
      await expireOverrides(ctx);
  }
  model.look(now);
}

let asked = 0;

/** The tenants with the largest shares of their limits; without a filter they are found by another way. */
async function mostExceeded(filter: EntitlementExceptionFilter = {}): Promise<unknown[]> {
  asked += 1;
  // Another number each time, because the first page is cached for its number.
  const { nodes } = await listExceptions(billingContext(db), { first: 50 + (asked % 50), filter });
  return nodes.slice(0, 50).map(({ tenantId, usage, kind }) => [tenantId, kind, usage]);
}

it('are what the rules say after any history, with the instant in which each began', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (history) => {
      db.clock.set(start);
      const tenantId = await aSubscriber(db, { planKey: 'free' });
      const model = new Model();
      const filter = { tenantId };

      for (const one of history) {
        await take(tenantId, one, model);

        const ctx = billingContext(db);
        const page = await listExceptions(ctx, { filter });
        const found = page.nodes.map(({ kind, since, usage: { used, limit } }) => ({
          kind,
          since,
          used,
          limit,
        }));
        expect([await totalOf(ctx, page), found]).toEqual([
          found.length,
          model.exceptions(db.clock.now().getTime()),
        ]);
        expect(await mostExceeded()).toEqual(await mostExceeded({ kinds: ['ABOVE_LIMIT', 'OVERRIDE'] }));
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

it('are counted as they are listed', async () => {
  const ctx = billingContext(db);
  db.clock.advance(hourMs);
  const tenantId = await aSubscriber(db, { planKey: 'free' });
  await anOverride(db, tenantId);

  const counts = await countExceptions(ctx);
  const listed = async (kinds?: ('ABOVE_LIMIT' | 'OVERRIDE')[]): Promise<number> =>
    totalOf(ctx, await listExceptions(ctx, { filter: { kinds, query: 'philharmonia' } }));

  expect(counts.exceptions).toBe(await listed());
  expect(counts.aboveLimit).toBe(await listed(['ABOVE_LIMIT']));
  expect(counts.overridesInForce).toBeGreaterThanOrEqual(await listed(['OVERRIDE']));
});
