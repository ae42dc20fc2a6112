import fc from 'fast-check';
import { aFailure, anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

// The at-risk rule over random histories, against a plain reading of everything that ever happened. Nothing of the
// product's own code is used for that reading, not even its windows.

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const minute = 60_000;
const day = 1_440;
const week = 7 * day;

type Kind = 'ok' | 'failed' | 'drift' | 'credential';

interface Fact {
  tenant: number;
  kind: Kind;
  at: number;
}

interface World {
  facts: Fact[];
  overdueCents: number[];
  thresholds: { rate: number; failures: number; drift: number; credentials: number };
}

interface Verdict {
  isAtRisk: boolean;
  state: string;
  clauses: {
    kind: string;
    value: number;
    threshold: number;
    currency: string | null;
    count: number;
    total: number | null;
  }[];
}

/** A window of so many minutes is the running minute and the whole ones before it. */
function startOf(minutes: number, now: number): number {
  return (Math.floor(now / minute) - (minutes - 1)) * minute;
}

function plainReading({ facts, overdueCents, thresholds }: World, tenant: number, now: number): Verdict {
  const count = (minutes: number, ...kinds: Kind[]): number =>
    facts.filter(
      (fact) => fact.tenant === tenant && kinds.includes(fact.kind) && fact.at >= startOf(minutes, now),
    ).length;
  const executions = count(day, 'ok', 'failed');
  const failures = count(day, 'failed');
  const drift = count(week, 'drift');
  const credentials = count(week, 'credential');
  const overdue = overdueCents[tenant] ?? 0;
  const { rate } = thresholds;
  const clauses: Verdict['clauses'] = [];
  const counted = (kind: string, value: number, threshold: number): void => {
    if (value >= threshold) {
      clauses.push({ kind, value, threshold, currency: null, count: value, total: null });
    }
  };
  counted('CREDENTIAL_FAILURES', credentials, thresholds.credentials);
  if (overdue > 0) {
    clauses.push({
      kind: 'DELINQUENT',
      value: overdue,
      threshold: 0,
      currency: 'EUR',
      count: 2,
      total: null,
    });
  }
  counted('DRIFT', drift, thresholds.drift);
  if (failures >= thresholds.failures && failures / executions >= rate) {
    const value = failures / executions;
    clauses.push({
      kind: 'FAILURE_RATE',
      value,
      threshold: rate,
      currency: null,
      count: failures,
      total: executions,
    });
  }
  const isDouble = clauses.some(
    ({ kind, value, threshold }) => kind !== 'DELINQUENT' && value >= 2 * threshold,
  );
  const state = clauses.length === 0 ? 'OK' : clauses.length > 1 || isDouble ? 'CRITICAL' : 'WARN';
  return { isAtRisk: clauses.length > 0, state, clauses };
}

async function stored(tenantId: string | undefined): Promise<Verdict | undefined> {
  const [row] = await db.select<Verdict>(
    `select is_at_risk as "isAtRisk", risk_state as state,
       (select coalesce(jsonb_agg(c - 'since' - 'evidence' order by c->>'kind'), '[]')
        from jsonb_array_elements(clauses) as e (c)) as clauses
     from tenant_summary where tenant_id = $1`,
    [tenantId],
  );
  return row;
}

function toEvent(kind: Kind, subject: string | undefined, at: number): Record<string, unknown> {
  const event = { subject, time: new Date(at).toISOString() };
  switch (kind) {
    case 'ok':
      return anEvent(event);
    case 'failed':
      return aFailure(event);
    case 'drift':
      return anEvent({ ...event, type: 'drift.detected', data: { environment: 'production' } });
    case 'credential':
      return anEvent({ ...event, type: 'credential.failed', data: { credential: 'stripe' } });
  }
}

const tenants = 3;
const tenant = fc.nat({ max: tenants - 1 });
const kind = fc.constantFrom<Kind[]>('ok', 'failed', 'drift', 'credential');
/** When something happened, in milliseconds before it is reported. */
const ago = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 2 * minute }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 9 * day * minute }) },
  // A sender's clock may be a little ahead.
  { weight: 1, arbitrary: fc.integer({ min: -5 * minute, max: 0 }) },
);
/** Around the start of a window, to the millisecond. */
const edge = fc.record({
  minutes: fc.constantFrom(day, week),
  offset: fc.constantFrom(-minute, -1, 0, 1, minute - 1, minute),
});

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      name: fc.constant('report' as const),
      tenant,
      kind,
      count: fc.integer({ min: 1, max: 12 }),
      when: fc.oneof(ago, edge),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.constant('repeat' as const), which: fc.nat(), kind, ago }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      name: fc.constant('bill' as const),
      tenant,
      overdueCents: fc.constantFrom(0, 0, 4_900, 129_900),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      name: fc.constant('tune' as const),
      rate: fc.constantFrom(0.05, 0.1, 0.5, 1),
      failures: fc.constantFrom(1, 5, 20),
      drift: fc.constantFrom(1, 3, 7),
      credentials: fc.constantFrom(1, 5, 9),
    }),
  },
  {
    // Something is in the last minute of its window, and leaves.
    weight: 3,
    arbitrary: fc.record({
      name: fc.constant('leave' as const),
      tenant,
      kind,
      count: fc.integer({ min: 1, max: 6 }),
      minutes: fc.constantFrom(day, week),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      name: fc.constant('wait' as const),
      // A moment, some hours, or exactly until something at an edge has left.
      ms: fc.oneof(
        fc.integer({ min: 1, max: 3 * minute }),
        fc.integer({ min: 1, max: 30 * 60 * minute }),
        fc.constantFrom(minute - 1, minute, day * minute, week * minute),
      ),
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function setThresholds({ rate, failures, drift, credentials }: World['thresholds']): Promise<void> {
  const ctx = db.health();
  await ctx.em.transactional(async (em) => {
    await ctx.settings.set(em, ctx, 'health.failure-rate-threshold', rate);
    await ctx.settings.set(em, ctx, 'health.failure-count-minimum', failures);
    await ctx.settings.set(em, ctx, 'health.drift-threshold', drift);
    await ctx.settings.set(em, ctx, 'health.credential-failure-threshold', credentials);
  });
  await db.drainJobs();
}

/** Lets one thing happen, to the database as to the world the plain reading knows. */
async function perform(
  each: Step,
  world: World,
  ids: readonly string[],
  sent: Record<string, unknown>[],
): Promise<void> {
  const now = db.clock.now().getTime();
  switch (each.name) {
    case 'report': {
      const { when } = each;
      const at = typeof when === 'number' ? now - when : startOf(when.minutes, now) + when.offset;
      return report(each, at);
    }
    case 'leave':
      await report(each, startOf(each.minutes, now));
      return wait(minute);
    case 'repeat': {
      // With another content, which must not count either.
      const first = sent[each.which % (sent.length || 1)];
      if (first) {
        await db.send([{ ...toEvent(each.kind, String(first.subject), now - each.ago), id: first.id }]);
        await db.settled();
      }
      return;
    }
    case 'bill':
      world.overdueCents[each.tenant] = each.overdueCents;
      await db.publishSubscription(ids[each.tenant] ?? '', {
        isDelinquent: each.overdueCents > 0,
        overdueCents: each.overdueCents,
        overduePayments: each.overdueCents > 0 ? 2 : 0,
      });
      await db.drainJobs();
      return;
    case 'tune':
      world.thresholds = { ...each };
      await setThresholds(each);
      return;
    case 'wait':
      return wait(each.ms);
  }

  async function report(what: { tenant: number; kind: Kind; count: number }, at: number): Promise<void> {
    const events = Array.from({ length: what.count }, () => toEvent(what.kind, ids[what.tenant], at));
    await db.send(events);
    await db.settled();
    sent.push(...events);
    world.facts.push(...events.map(() => ({ tenant: what.tenant, kind: what.kind, at })));
  }
}

/** Lets time pass, and the minute's job run. */
async function wait(ms: number): Promise<void> {
  db.clock.advance(ms);
  await db.runtime('health').module.jobs['health:evaluate-risk']?.(db.health(), {});
}

it('agrees with a plain reading of the whole history after whatever happened', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 0, max: minute - 1 }),
      // With thresholds of one, every single event that comes or leaves is seen.
      fc.constantFrom(
        { rate: 0.1, failures: 20, drift: 3, credentials: 5 },
        { rate: 0.05, failures: 1, drift: 1, credentials: 1 },
      ),
      async (steps, intoTheMinute, thresholds) => {
        db.clock.set(new Date(Date.parse('2026-11-20T09:41:00Z') + intoTheMinute));
        const ids = [await db.aTenant(), await db.aTenant(), await db.aTenant()];
        const world: World = { facts: [], overdueCents: [], thresholds };
        await setThresholds(thresholds);
        const sent: Record<string, unknown>[] = [];

        for (const each of steps) {
          await perform(each, world, ids, sent);
        }

        const now = db.clock.now().getTime();
        for (const [index, id] of ids.entries()) {
          expect(await stored(id)).toEqual(plainReading(world, index, now));
        }
      },
    ),
    { numRuns: 40 },
  );
}, 300_000);
