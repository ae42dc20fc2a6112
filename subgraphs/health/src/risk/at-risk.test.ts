import fc from 'fast-check';
import { publishedEvents } from '@intendant/kit/testing/platform-records';
import { dayMs, hourMs, minuteMs } from '../rollup/time-window.ts';
import { aFailure, anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
const start = new Date('2026-11-20T09:41:00Z');
beforeAll(async () => {
  db = await startHealthDatabase();
});
beforeEach(() => db.clock.set(start));
afterAll(() => db.close());

interface Verdict {
  executions_24h: number;
  failures_24h: number;
  drift_7d: number;
  credential_failures_7d: number;
  is_at_risk: boolean;
  kinds: string[];
}

async function verdictOf(tenantId: string): Promise<Verdict> {
  const [row] = await db.select<Verdict>(
    `select executions_24h::integer, failures_24h::integer, drift_7d::integer, credential_failures_7d::integer, is_at_risk,
       array(select clause->>'kind' from jsonb_array_elements(clauses) as c (clause) order by 1) as kinds
     from tenant_summary where tenant_id = $1`,
    [tenantId],
  );
  if (!row) {
    throw new Error('The tenant has no summary.');
  }
  return row;
}

async function evaluateCron(): Promise<void> {
  await db.runtime('health').module.jobs['health:evaluate-risk']?.(db.health(), {});
}

interface Happening {
  type: 'ok' | 'failed' | 'drift' | 'credential';
  count: number;
  ageMinutes: number;
}

/** The rule by the plainest reading of the whole history. Windows end with the minute of `now`. */
function bruteForce(history: readonly Happening[], writtenAt: Date, now: Date): Verdict {
  const end = Math.floor(now.getTime() / minuteMs) * minuteMs + minuteMs;
  const within = (windowMs: number, ...types: string[]): number =>
    history
      .filter(({ type, ageMinutes }) => {
        const at = writtenAt.getTime() - ageMinutes * minuteMs;
        return types.includes(type) && at >= end - windowMs;
      })
      .reduce((sum, { count }) => sum + count, 0);
  const executions = within(dayMs, 'ok', 'failed');
  const failures = within(dayMs, 'failed');
  const drift = within(7 * dayMs, 'drift');
  const credentials = within(7 * dayMs, 'credential');
  const kinds = [
    ...(credentials >= 5 ? ['CREDENTIAL_FAILURES'] : []),
    ...(drift >= 3 ? ['DRIFT'] : []),
    ...(failures >= 20 && failures / executions >= 0.1 ? ['FAILURE_RATE'] : []),
  ];
  return {
    executions_24h: executions,
    failures_24h: failures,
    drift_7d: drift,
    credential_failures_7d: credentials,
    is_at_risk: kinds.length > 0,
    kinds,
  };
}

function toEvents(subject: string, { type, count, ageMinutes }: Happening): object[] {
  const time = new Date(start.getTime() - ageMinutes * minuteMs).toISOString();
  return Array.from({ length: count }, () => {
    switch (type) {
      case 'ok':
        return anEvent({ subject, time });
      case 'failed':
        return aFailure({ subject, time });
      case 'drift':
        return anEvent({ subject, time, type: 'drift.detected', data: { environment: 'production' } });
      case 'credential':
        return anEvent({ subject, time, type: 'credential.failed', data: { credential: 'stripe' } });
    }
  });
}

const age = fc.oneof(
  fc.integer({ min: 0, max: 9 * 1440 }),
  // Around the ends of the windows.
  fc.integer({ min: 1435, max: 1445 }),
  fc.integer({ min: 7 * 1440 - 5, max: 7 * 1440 + 5 }),
);
const happening = fc.oneof(
  fc.record({ type: fc.constant('ok' as const), count: fc.integer({ min: 1, max: 60 }), ageMinutes: age }),
  fc.record({
    type: fc.constant('failed' as const),
    count: fc.integer({ min: 1, max: 15 }),
    ageMinutes: age,
  }),
  fc.record({
    type: fc.constantFrom('drift' as const, 'credential' as const),
    count: fc.integer({ min: 1, max: 3 }),
    ageMinutes: age,
  }),
);

it('agrees with a plain reading of the history, when events arrive and when windows slide', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 1, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 20 * 60 }), { maxLength: 3 }),
      async (history, slides) => {
        db.clock.set(start);
        const subject = await db.aTenant();
        for (const one of history) {
          await db.send(toEvents(subject, one));
        }
        await db.settled();
        expect(await verdictOf(subject)).toEqual(bruteForce(history, start, start));

        for (const minutes of slides) {
          db.clock.advance(minutes * minuteMs);
          await evaluateCron();
          expect(await verdictOf(subject)).toEqual(bruteForce(history, start, db.clock.now()));
        }
      },
    ),
    { numRuns: 15 },
  );
}, 120_000);

it('publishes each change of the verdict once, with its clauses', async () => {
  const subject = await db.aTenant();
  const drift = (): object =>
    anEvent({ subject, type: 'drift.detected', data: { environment: 'production' } });

  await db.send([drift(), drift(), drift()]);
  await db.settled();
  await db.send([drift()]);
  await db.settled();
  db.clock.advance(8 * dayMs);
  await evaluateCron();

  const events = (await publishedEvents(db, subject)).filter(({ type }) => type === 'tenant.risk-changed');
  expect(events.map(({ data }) => data)).toEqual([
    { tenantId: subject, isAtRisk: true, clauses: [expect.objectContaining({ kind: 'DRIFT', value: 3 })] },
    { tenantId: subject, isAtRisk: false, clauses: [] },
  ]);
});

it('evaluates when the subscription becomes delinquent', async () => {
  const subject = await db.aTenant();

  await db.publishSubscription(subject, {
    isDelinquent: true,
    delinquentSince: '2026-11-01T00:00:00.000Z',
    overdueCents: 4900,
  });
  await db.drainJobs();

  expect(await verdictOf(subject)).toMatchObject({ is_at_risk: true, kinds: ['DELINQUENT'] });
});

it('follows the thresholds of the settings', async () => {
  const subject = await db.aTenant();
  const ctx = db.health();
  await ctx.em.transactional((em) => ctx.settings.set(em, ctx, 'health.drift-threshold', 1));
  ctx.settings.clear();

  await db.send([anEvent({ subject, type: 'drift.detected', data: { environment: 'production' } })]);
  await db.settled();
  const lowered = await verdictOf(subject);
  await ctx.em.transactional((em) => ctx.settings.set(em, ctx, 'health.drift-threshold', 3));
  ctx.settings.clear();
  await evaluateCron();

  expect(lowered.kinds).toEqual(['DRIFT']);
  expect((await verdictOf(subject)).kinds).toEqual([]);
});

it('takes up what a process that died had not evaluated', async () => {
  const subject = await db.aTenant();
  await db.send(Array.from({ length: 20 }, () => aFailure({ subject })));
  await db.settled();
  await db.select(
    `update tenant_summary set is_at_risk = false, risk_state = 'OK', clauses = '[]' where tenant_id = $1`,
    [subject],
  );
  await db.select(
    `insert into evaluation_due (tenant_ids, last_event_at, last_activity_at, last_drift_at, last_credential_failure_at)
     values (array[$1]::uuid[], array[$2]::timestamptz[], array[$2]::timestamptz[], array[null]::timestamptz[],
       array[null]::timestamptz[])`,
    [subject, new Date(start.getTime() - hourMs)],
  );

  await evaluateCron();

  expect(await verdictOf(subject)).toMatchObject({ is_at_risk: true, kinds: ['FAILURE_RATE'] });
});
