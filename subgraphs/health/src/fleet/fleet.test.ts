import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { aFailure, anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const OVERVIEW = `query {
  platformHealth {
    asOf
    api { state requests1h requests24h errorRate1h errorRate24h p95LatencyMs1h latencyWarnMs errorRateWarn p95LatencyMsByMinute }
    queue { state depth oldestJobAgeSeconds deadLetters24h depthWarn oldestJobAgeWarnSeconds completed1h depthByMinute }
    database { state connectionsUsed connectionsMax connectionsUsedRatio connectionsWarnRatio slowQueries1h
      slowQueryThresholdMs sizeBytes serverVersion }
    jobs { name state schedule lastRunAt lastStatus lastDurationMs lastError failures24h }
  }
  fleetHealth { total active7d active30d atRisk critical withDrift24h withDrift7d withCredentialFailures24h
    withCredentialFailures7d demo asOf }
  usage { executions24h executionsPrevious24h executions7d executionsPrevious7d failures24h failuresPrevious24h
    apiRequests24h apiErrors24h storageObjectBytes asOf
    series { range stepSeconds points { at executions failures p95DurationMs } }
    previousSeries { points { at executions } } }
  atRiskTenants(first: 5) { tenant { id } isAtRisk state since evaluatedAt
    clauses { kind value threshold count total since evidence } }
  rate: tenantRanking(by: FAILURE_RATE_24H) { tenant { id } name slug value count total lastAt riskState }
  drift: tenantRanking(by: DRIFT_7D) { tenant { id } value count lastAt }
  workflows: tenantRanking(by: WORKFLOWS) { tenant { id } value lastAt }
}`;

interface Overview {
  platformHealth: {
    jobs: unknown[];
    database: { connectionsUsed: number };
    api: { p95LatencyMsByMinute: unknown[] };
  };
  fleetHealth: Record<string, unknown>;
  usage: Record<string, unknown> & { series: { points: { executions: number }[] } };
  atRiskTenants: { tenant: { id: string }; clauses: { kind: string; evidence: string }[] }[];
  rate: { tenant: { id: string }; value: number }[];
  drift: { tenant: { id: string }; value: number; count: number }[];
  workflows: { tenant: { id: string }; value: number }[];
}

it('answers the whole overview from what was ingested', async () => {
  const sick = await db.aTenant({ name: 'Sick' });
  const fine = await db.aTenant({ name: 'Fine', isDemo: true });
  const detected = { type: 'drift.detected', data: { environment: 'production', summary: 'tags differ' } };
  await db.send([
    ...Array.from({ length: 20 }, () => aFailure({ subject: sick })),
    ...Array.from({ length: 40 }, () => anEvent({ subject: fine })),
    anEvent({ subject: sick, type: 'api.request', data: { status: 503, durationMs: 12 } }),
    ...[1, 2, 3].map(() => anEvent({ subject: sick, ...detected })),
    anEvent({
      subject: fine,
      type: 'resources.counted',
      data: { workflows: 3, environments: 2, storageBytes: 5e9 },
    }),
    anEvent({ subject: fine, time: '2026-11-19T09:30:00Z' }),
  ]);
  await db.settled();

  const overview = dataOf<Overview>(await db.execute('health', OVERVIEW));

  expect(overview.fleetHealth).toMatchObject({
    total: 2,
    active7d: 2,
    atRisk: 1,
    critical: 1,
    withDrift24h: 1,
    demo: 1,
  });
  expect(overview.usage).toMatchObject({
    executions24h: 60,
    executionsPrevious24h: 1,
    executions7d: 61,
    failures24h: 20,
    apiRequests24h: 1,
    apiErrors24h: 1,
    storageObjectBytes: 5e9,
  });
  expect(overview.usage.series.points).toHaveLength(168);
  expect(overview.usage.series.points.at(-1)?.executions).toBe(60);
  expect(overview.atRiskTenants).toMatchObject([
    {
      tenant: { id: sick },
      clauses: [
        {
          kind: 'FAILURE_RATE',
          evidence: '20 of 20 executions failed within 24 hours, most often sync with TIMEOUT (20 times).',
        },
        { kind: 'DRIFT', evidence: 'Drift was detected 3 times in 7 days, last on production.' },
      ],
    },
  ]);
  expect(overview.rate).toMatchObject([{ tenant: { id: sick }, value: 1 }]);
  expect(overview.drift).toMatchObject([{ tenant: { id: sick }, value: 1, count: 3 }]);
  expect(overview.workflows).toMatchObject([{ tenant: { id: fine }, value: 3 }]);
  expect(overview.platformHealth.api.p95LatencyMsByMinute).toHaveLength(60);
  expect(overview.platformHealth.database.connectionsUsed).toBeGreaterThan(0);
});

it('costs eleven statements, and none within 30 seconds without a change', async () => {
  await db.send([anEvent({ subject: await db.aTenant() })]);
  await db.settled();
  await new Promise((resolve) => setTimeout(resolve, 250));

  const first = await db.countStatements(() => db.execute('health', OVERVIEW));
  const second = await db.countStatements(() => db.execute('health', OVERVIEW));

  expect(first.statements.length).toBeLessThanOrEqual(11);
  expect(second.statements).toEqual([]);
});

it('computes a section once for all who ask at the same time', async () => {
  await db.send([anEvent({ subject: await db.aTenant() })]);
  await db.settled();
  await new Promise((resolve) => setTimeout(resolve, 250));

  const { statements } = await db.countStatements(() =>
    Promise.all(Array.from({ length: 50 }, () => db.execute('health', '{ fleetHealth { total } }'))),
  );

  expect(statements).toHaveLength(1);
});

it('is computed anew when the clock has moved on', async () => {
  const [before] = [dataOf<Overview>(await db.execute('health', OVERVIEW))];
  const start = db.clock.now();
  db.clock.advance(25 * 3_600_000);

  const after = dataOf<Overview>(await db.execute('health', OVERVIEW));

  expect(after.usage.executions24h).toBe(0);
  expect(after.usage.executionsPrevious24h).toBe(before.usage.executions24h);
  db.clock.set(start);
});

it('is forbidden to tenants', async () => {
  const result = await db.execute(
    'health',
    '{ fleetHealth { total } }',
    {},
    aTenantCaller(await db.aTenant(), ['platform:read', 'health:read']),
  );

  expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});

it('is forbidden without health:read', async () => {
  const result = await db.execute(
    'health',
    '{ usage { executions24h } }',
    {},
    aPlatformCaller(['platform:read']),
  );

  expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});
