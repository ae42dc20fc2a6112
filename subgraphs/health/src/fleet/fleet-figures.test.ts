import { dataOf } from '@intendant/kit/testing/test-database';
import { dayMs, hourMs } from '../rollup/time-window.ts';
import { aFailure, anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { runJob } from '../testing/platform-figures.ts';
import type { fleetSettings } from './fleet-settings.ts';

let db: HealthDatabase;
const start = new Date('2026-11-20T09:41:00Z');
beforeEach(async () => {
  db = await startHealthDatabase();
  db.clock.set(start);
});
afterEach(() => db.close());

const assessment = '{ state warnAt criticalAt }';

async function read<T>(query: string): Promise<T> {
  // Past what a section may be kept for.
  db.clock.advance(61_000);
  return dataOf<T>(await db.execute('health', query));
}

async function change(key: keyof typeof fleetSettings, value: number): Promise<void> {
  const ctx = db.health();
  await ctx.em.transactional((em) => ctx.settings.set(em, ctx, key, value));
  ctx.settings.clear();
}

it('judges the fleet by the settings, and shows which', async () => {
  const busy = await db.aTenant();
  const quiet = await db.aTenant();
  await db.send([
    ...Array.from({ length: 20 }, () => aFailure({ subject: busy })),
    anEvent({ subject: busy, type: 'drift.detected', data: { environment: 'production' } }),
    anEvent({ subject: quiet, type: 'credential.failed', data: { credential: 'stripe' } }),
  ]);
  await db.settled();
  await change('health.active-share-warn', 0.8);
  await change('health.drift-tenants-critical', 1);
  await change('health.credential-failure-tenants-warn', 2);

  const { fleetHealth } = await read<{ fleetHealth: unknown }>(
    `{ fleetHealth { active7d activeAssessment ${assessment} atRiskAssessment ${assessment}
       driftAssessment ${assessment} credentialFailuresAssessment ${assessment} } }`,
  );

  expect(fleetHealth).toEqual({
    active7d: 1,
    activeAssessment: { state: 'WARN', warnAt: 0.8, criticalAt: 0.2 },
    // One of those at risk is critical, and so is the fleet.
    atRiskAssessment: { state: 'CRITICAL', warnAt: 1, criticalAt: null },
    driftAssessment: { state: 'CRITICAL', warnAt: 1, criticalAt: 1 },
    credentialFailuresAssessment: { state: 'OK', warnAt: 2, criticalAt: 10 },
  });
});

it('counts as many tenants as the list behind each figure has, to the minute', async () => {
  const week = 7 * dayMs;
  const ago = (milliseconds: number): string => new Date(start.getTime() - milliseconds).toISOString();
  const lastAt = async (column: string, ...instants: string[]): Promise<void> => {
    for (const at of instants) {
      const id = await db.aTenant();
      await db.select(`update tenant_summary set ${column} = $2 where tenant_id = $1`, [id, at]);
    }
  };
  // The first minute of a window is in it, the one before is not.
  const instants = [hourMs, dayMs, week, week + 1, 20 * dayMs, 30 * dayMs, 30 * dayMs + 1].map(
    (milliseconds) => ago(milliseconds - 120_000),
  );
  await lastAt('last_activity_at', ...instants);
  await lastAt('last_drift_at', ...instants);
  await lastAt('last_credential_failure_at', ...instants);
  const listed = (filter: string): string => `tenantSummaries(filter: { ${filter} }) { totalCount }`;
  db.clock.set(start);

  const { fleetHealth, ...lists } = await read<Record<string, Record<string, number>>>(`{
    fleetHealth { total active7d active30d withDrift7d withCredentialFailures7d }
    active7d: ${listed('activity: ACTIVE_7D')}
    active30d: ${listed('activity: ACTIVE_30D')}
    silent: ${listed('activity: SILENT')}
    withDrift7d: ${listed('hasDrift7d: true')}
    withCredentialFailures7d: ${listed('hasCredentialFailures7d: true')}
    active24h: ${listed('activity: ACTIVE_24H')} }`);

  const { total, ...counts } = fleetHealth ?? {};
  expect(counts).toEqual({ active7d: 3, active30d: 6, withDrift7d: 3, withCredentialFailures7d: 3 });
  expect(lists).toMatchObject(
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, { totalCount: count }])),
  );
  // Drift and credential failures are no activity.
  expect(lists.silent).toEqual({ totalCount: (total ?? 0) - 6 });
  expect(lists.active24h).toEqual({ totalCount: 2 });
});

it('judges usage by the settings, and shows which', async () => {
  const subject = await db.aTenant();
  await db.send([
    ...Array.from({ length: 14 }, () => anEvent({ subject })),
    aFailure({ subject }),
    ...[200, 200, 200, 503].map((status) =>
      anEvent({ subject, type: 'api.request', data: { status, durationMs: 3 } }),
    ),
  ]);
  await db.settled();
  await change('health.storage-warn-bytes', 1);

  const { usage } = await read<{ usage: unknown }>(
    `{ usage { failureRateAssessment ${assessment} apiErrorRateAssessment ${assessment}
       storageAssessment ${assessment} } }`,
  );

  expect(usage).toEqual({
    failureRateAssessment: { state: 'WARN', warnAt: 0.05, criticalAt: 0.1 },
    apiErrorRateAssessment: { state: 'CRITICAL', warnAt: 0.01, criticalAt: 0.05 },
    storageAssessment: { state: 'WARN', warnAt: 1, criticalAt: 100e9 },
  });
});

it('remembers how many tenants were at risk a day ago, and does not know what was not recorded', async () => {
  const query = '{ fleetHealth { atRisk atRisk24hAgo } }';
  await db.publishSubscription(await db.aTenant(), { isDelinquent: true, overdueCents: 100 });
  await db.drainJobs();
  await runJob(db, 'health:evaluate-risk');
  const atOnce = await read(query);
  await db.publishSubscription(await db.aTenant(), { isDelinquent: true, overdueCents: 100 });
  await db.drainJobs();
  db.clock.set(new Date(start.getTime() + dayMs));
  const dayAfter = await read(query);
  db.clock.set(new Date(start.getTime() + 2 * dayMs));

  const twoDaysAfter = await read(query);

  expect(atOnce).toEqual({ fleetHealth: { atRisk: 1, atRisk24hAgo: null } });
  expect(dayAfter).toEqual({ fleetHealth: { atRisk: 2, atRisk24hAgo: 1 } });
  expect(twoDaysAfter).toEqual({ fleetHealth: { atRisk: 2, atRisk24hAgo: null } });
});

it('counts requests hour by hour, and those of the day before', async () => {
  const subject = await db.aTenant();
  const requests = (hoursAgo: number, count: number): object[] =>
    Array.from({ length: count }, () =>
      anEvent({
        subject,
        time: new Date(start.getTime() - hoursAgo * hourMs).toISOString(),
        type: 'api.request',
        data: { status: 200, durationMs: 3 },
      }),
    );
  await db.send([
    ...requests(0, 3),
    ...requests(1, 2),
    ...requests(23, 4),
    ...requests(25, 5),
    ...requests(47, 6),
  ]);

  const { usage } = await read<{
    usage: { apiRequests24h: number; apiRequestsPrevious24h: number; apiRequestsByHour: number[] };
  }>('{ usage { apiRequests24h apiRequestsPrevious24h apiRequestsByHour } }');

  expect(usage).toMatchObject({ apiRequests24h: 9, apiRequestsPrevious24h: 11 });
  expect(usage.apiRequestsByHour).toHaveLength(24);
  expect(usage.apiRequestsByHour.slice(-2)).toEqual([2, 3]);
  expect(usage.apiRequestsByHour[0]).toBe(4);
});

interface Rank {
  name: string;
  value: number;
  count: number;
  lastAt: string;
}

it.each([
  ['DRIFT_7D', 'drift.detected', 'environment'],
  ['CREDENTIAL_FAILURES_7D', 'credential.failed', 'credential'],
])('ranks %s by how many are concerned, then by how often, within the window', async (by, type, thing) => {
  const happened = async (name: string, things: readonly string[], daysAgo = 0): Promise<string> => {
    const subject = await db.aTenant({ name });
    const time = new Date(start.getTime() - daysAgo * dayMs - hourMs).toISOString();
    await db.send(things.map((each) => anEvent({ subject, time, type, data: { [thing]: each } })));
    return subject;
  };
  await happened(
    `${by} one six times`,
    Array.from({ length: 6 }, () => 'a'),
  );
  await happened(`${by} two`, ['a', 'b']);
  await happened(`${by} two, thrice`, ['a', 'b', 'b']);
  const old = await happened(`${by} three, two of them before`, ['a', 'b'], 6);
  await db.send([anEvent({ subject: old, time: '2026-11-20T09:00:00Z', type, data: { [thing]: 'c' } })]);
  await db.settled();
  const ranking = async (): Promise<(string | number)[][]> => {
    const { ranks } = await read<{ ranks: Rank[] }>(
      `{ ranks: tenantRanking(by: ${by}, first: 100) { name value count lastAt } }`,
    );
    return ranks
      .filter(({ name }) => name.startsWith(by))
      .map(({ name, value, count }) => [name.slice(by.length + 1), value, count]);
  };

  const before = await ranking();
  db.clock.set(new Date(start.getTime() + 2 * dayMs));
  await runJob(db, 'health:evaluate-risk');
  const after = await ranking();

  expect(before).toEqual([
    ['three, two of them before', 3, 3],
    ['two, thrice', 2, 3],
    ['two', 2, 2],
    ['one six times', 1, 6],
  ]);
  expect(after).toEqual([
    ['two, thrice', 2, 3],
    ['two', 2, 2],
    ['one six times', 1, 6],
    ['three, two of them before', 1, 1],
  ]);
});

it('compares the last 7 days with 7 days that end as far into their hour', async () => {
  const subject = await db.aTenant();
  const executions = async (hoursAgo: number, count: number): Promise<void> => {
    const time = new Date(start.getTime() - hoursAgo * hourMs).toISOString();
    await db.send(Array.from({ length: count }, () => anEvent({ subject, time })));
  };
  const week = 7 * 24;
  await executions(0, 7);
  await executions(week - 1, 5);
  // At 09:30 half of the hour has passed, a week ago as now.
  await executions(week, 41);
  await executions(2 * week - 1, 3);
  await executions(2 * week, 100);
  db.clock.set(new Date('2026-11-20T09:28:59Z'));

  const { usage } = await read<{ usage: object }>('{ usage { executions7d executionsPrevious7d } }');

  expect(usage).toEqual({ executions7d: 12, executionsPrevious7d: 3 + 20 });
});

it('knows no object storage until an application has counted it, be it nothing', async () => {
  const subject = await db.aTenant();
  const storage = async (): Promise<unknown> =>
    (await read<{ usage: unknown }>('{ usage { storageObjectBytes } }')).usage;
  const before = await storage();
  await db.send([
    anEvent({ subject, type: 'resources.counted', data: { workflows: 0, environments: 0, storageBytes: 0 } }),
  ]);
  await db.settled();

  expect(before).toEqual({ storageObjectBytes: null });
  expect(await storage()).toEqual({ storageObjectBytes: 0 });
});

it('ranks the largest first, the latest of equals before the others, and then by name', async () => {
  const drifted = async (name: string, time: string): Promise<void> => {
    const subject = await db.aTenant({ name });
    await db.send(
      [1, 2].map(() =>
        anEvent({ subject, time, type: 'drift.detected', data: { environment: 'production' } }),
      ),
    );
  };
  await drifted('zeta', '2026-11-20T09:00:00Z');
  await drifted('Beta', '2026-11-20T08:00:00Z');
  await drifted('alpha', '2026-11-20T08:00:00Z');
  const failing = async (name: string, executions: number): Promise<void> => {
    const subject = await db.aTenant({ name });
    await db.send(Array.from({ length: executions }, () => aFailure({ subject })));
  };
  await failing('fewer', 20);
  await failing('more', 21);
  await failing('too few', 19);
  await db.settled();

  const ranks = await read<Record<string, { name: string }[]>>(
    '{ drift: tenantRanking(by: DRIFT_7D) { name } rate: tenantRanking(by: FAILURE_RATE_24H) { name } }',
  );

  expect(ranks.drift?.map(({ name }) => name)).toEqual(['zeta', 'alpha', 'Beta']);
  expect(ranks.rate?.map(({ name }) => name)).toEqual(['more', 'fewer']);
});
