import { dataOf } from '@intendant/kit/testing/test-database';
import { dayMs, hourMs, minuteMs } from '../rollup/time-window.ts';
import { aFailure, anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
// Late within the hour, where whole hours and minutes differ most.
const now = new Date('2026-11-20T09:58:00Z');
beforeAll(async () => {
  db = await startHealthDatabase();
  db.clock.set(now);
});
afterAll(() => db.close());

const FIGURES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Tenant { id health {
    H24: executions(range: H24) { executions failures driftDetected credentialFailures }
    D7: executions(range: D7) { executions driftDetected credentialFailures }
    window: executions(window: { range: D7 }) { driftDetected credentialFailures }
    drift { detections7d }
    credentials { failures7d }
    risk { clauses { kind value count total } }
  } } }
}`;

interface Health {
  H24: { executions: number; failures: number; driftDetected: number; credentialFailures: number };
  D7: { executions: number; driftDetected: number; credentialFailures: number };
  window: { driftDetected: number; credentialFailures: number };
  drift: { detections7d: number }[];
  credentials: { failures7d: number }[];
  risk: { clauses: { kind: string; value: number; count: number; total: number | null }[] };
}

async function healthOf(ids: readonly string[]): Promise<Health[]> {
  const representations = ids.map((id) => ({ __typename: 'Tenant', id }));
  return dataOf<{ _entities: { health: Health }[] }>(
    await db.execute('health', FIGURES, { representations }),
  )._entities.map(({ health }) => health);
}

/** Drift and credential failures beside every border of the last 7 days. */
async function aTenantAtTheBorders(): Promise<string> {
  const subject = await db.aTenant();
  const at = (milliseconds: number): string => new Date(now.getTime() - milliseconds).toISOString();
  const times = [
    7 * dayMs, // outside by a minute
    7 * dayMs - minuteMs, // in its first minute, and in the hour whole hours leave out
    7 * dayMs - 2 * minuteMs + 1,
    7 * dayMs - hourMs,
    dayMs,
    dayMs - minuteMs,
    0,
  ];
  await db.send(
    times.flatMap((ago) => [
      anEvent({ subject, time: at(ago), type: 'drift.detected', data: { environment: 'production' } }),
      anEvent({ subject, time: at(ago), type: 'credential.failed', data: { credential: 'stripe' } }),
      ...Array.from({ length: 10 }, () => aFailure({ subject, time: at(ago) })),
    ]),
  );
  await db.settled();
  return subject;
}

it('counts drift and credential failures of 7 days as the clauses and the lists do, to the minute', async () => {
  const subject = await aTenantAtTheBorders();

  const [health] = await healthOf([subject]);

  const counted = (kind: string): number | undefined =>
    health?.risk.clauses.find((clause) => clause.kind === kind)?.count;
  expect(health?.D7).toMatchObject({ driftDetected: 6, credentialFailures: 6 });
  expect(health?.window).toEqual({ driftDetected: 6, credentialFailures: 6 });
  expect([counted('DRIFT'), counted('CREDENTIAL_FAILURES')]).toEqual([6, 6]);
  expect([health?.drift, health?.credentials]).toEqual([[{ detections7d: 6 }], [{ failures7d: 6 }]]);
});

it('counts executions and failures of 24 hours as the failure rate’s clause does', async () => {
  const subject = await aTenantAtTheBorders();

  const [health] = await healthOf([subject]);

  expect(health?.H24).toEqual({ executions: 20, failures: 20, driftDetected: 2, credentialFailures: 2 });
  expect(health?.risk.clauses).toContainEqual({ kind: 'FAILURE_RATE', value: 1, count: 20, total: 20 });
});

it('counts nobody else’s, and costs as many statements for ten tenants as for one', async () => {
  const subject = await aTenantAtTheBorders();
  const others = await Promise.all(Array.from({ length: 9 }, () => db.aTenant()));

  const one = await db.countStatements(() => healthOf([subject]));
  const ten = await db.countStatements(() => healthOf([subject, ...others]));

  expect(ten.statements.length).toBe(one.statements.length);
  expect(ten.result.map(({ D7 }) => D7.driftDetected)).toEqual([6, ...others.map(() => 0)]);
});
