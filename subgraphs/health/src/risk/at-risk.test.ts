import { publishedEvents } from '@intendant/kit/testing/platform-records';
import { dayMs, hourMs } from '../rollup/time-window.ts';
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

/** Resolves once the condition holds. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function evaluateCron(): Promise<void> {
  await db.runtime('health').module.jobs['health:evaluate-risk']?.(db.health(), {});
}

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
    overduePayments: 2,
    currency: 'USD',
  });
  await db.drainJobs();

  expect(await verdictOf(subject)).toMatchObject({ is_at_risk: true, kinds: ['DELINQUENT'] });
  const { data } = await db.execute(
    'health',
    '{ atRiskTenants(first: 100) { tenant { id } clauses { kind value currency count } } }',
  );
  expect(data?.atRiskTenants).toContainEqual({
    tenant: { id: subject },
    clauses: [{ kind: 'DELINQUENT', value: 4900, currency: 'USD', count: 2 }],
  });
});

it('follows a changed threshold at once, without waiting for the minute', async () => {
  const subject = await db.aTenant();
  await db.send([anEvent({ subject, type: 'drift.detected', data: { environment: 'production' } })]);
  await db.settled();
  const ctx = db.health();
  const change = async (value: number): Promise<string[]> => {
    await ctx.em.transactional((em) => ctx.settings.set(em, ctx, 'health.drift-threshold', value));
    await db.drainJobs();
    return (await verdictOf(subject)).kinds;
  };

  expect(await change(1)).toEqual(['DRIFT']);
  expect(await change(3)).toEqual([]);
});

it('evaluates what events change without anybody asking for it', async () => {
  const subject = await db.aTenant();

  await db.send(Array.from({ length: 20 }, () => aFailure({ subject })));

  await until(async () => (await verdictOf(subject)).is_at_risk);
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
