import { aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { aFailure, anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const HEALTH = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Tenant {
      id
      health {
        h1: executions(range: H1) { executions failures failureRate p50DurationMs p95DurationMs }
        executions { range executions failures failureRate p50DurationMs p95DurationMs apiRequests apiErrors
          driftDetected credentialFailures }
        d7: executions(range: D7) { executions }
        d30: executions(range: D30) { executions }
        series(range: H24) { range stepSeconds points { at executions failures p95DurationMs } }
        workflows(first: 5) { workflow executions failures failureRate p95DurationMs lastFailedAt
          errors { code message count lastAt } }
        drift { environment isDrifted detections7d lastDetectedAt resolvedAt summary }
        credentials { credential isFailing failures7d lastFailedAt recoveredAt errorMessage }
        resources { workflows environments storageBytes countedAt }
        risk { tenant { id } isAtRisk state since evaluatedAt clauses { kind } }
        lastEventAt
        lastActivityAt
        asOf
      }
    }
  }
}`;

interface Entity {
  id: string;
  health: Record<string, unknown> & {
    executions: { executions: number; p50DurationMs: number; p95DurationMs: number };
    series: { points: { at: string; executions: number }[] };
  };
}

async function healthOf(
  ids: readonly string[],
  caller?: Parameters<typeof db.execute>[3],
): Promise<Entity[]> {
  const representations = ids.map((id) => ({ __typename: 'Tenant', id }));
  return dataOf<{ _entities: Entity[] }>(await db.execute('health', HEALTH, { representations }, caller))
    ._entities;
}

it('shows executions, series, workflows and their errors', async () => {
  const subject = await db.aTenant();
  await db.send([
    ...Array.from({ length: 8 }, () => anEvent({ subject, time: '2026-11-20T08:15:00Z' })),
    aFailure({ subject, time: '2026-11-20T09:40:30Z' }),
    aFailure({
      subject,
      time: '2026-11-20T09:40:40Z',
      data: {
        workflow: 'sync',
        outcome: 'FAILED',
        durationMs: 5,
        errorCode: 'TIMEOUT',
        errorMessage: 'again',
      },
    }),
    anEvent({ subject, type: 'api.request', data: { status: 500, durationMs: 3 } }),
    anEvent({
      subject,
      time: '2026-11-20T09:40:50Z',
      type: 'drift.detected',
      data: { environment: 'production' },
    }),
  ]);
  await db.settled();

  const [entity] = await healthOf([subject]);

  expect(entity?.health).toMatchObject({
    h1: { executions: 2, failures: 2, failureRate: 1 },
    executions: { range: 'H24', executions: 10, failures: 2, failureRate: 0.2, apiRequests: 1, apiErrors: 1 },
    d7: { executions: 10 },
    d30: { executions: 10 },
    workflows: [
      {
        workflow: 'sync',
        executions: 10,
        failures: 2,
        lastFailedAt: '2026-11-20T09:40:40.000Z',
        errors: [{ code: 'TIMEOUT', message: 'again', count: 2, lastAt: '2026-11-20T09:40:40.000Z' }],
      },
    ],
    resources: null,
    risk: { tenant: { id: subject }, isAtRisk: false, state: 'OK', clauses: [] },
    lastEventAt: '2026-11-20T09:40:50.000Z',
    lastActivityAt: '2026-11-20T09:40:40.000Z',
    asOf: '2026-11-20T09:41:00.000Z',
  });
  expect(entity?.health.series.points).toHaveLength(24);
  expect(entity?.health.series.points.slice(-2)).toMatchObject([
    { at: '2026-11-20T08:00:00.000Z', executions: 8 },
    { at: '2026-11-20T09:00:00.000Z', executions: 2 },
  ]);
});

it('keeps 24 hours exact to the minute', async () => {
  const subject = await db.aTenant();
  await db.send([
    anEvent({ subject, time: '2026-11-19T09:41:59Z' }),
    anEvent({ subject, time: '2026-11-19T09:42:00Z' }),
    anEvent({ subject, time: '2026-11-19T10:00:00Z' }),
  ]);

  const [entity] = await healthOf([subject]);

  expect(entity?.health.executions.executions).toBe(2);
});

it('answers percentiles within 5 % of the exact ones', async () => {
  const subject = await db.aTenant();
  let seed = 42;
  const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const durations = Array.from({ length: 1000 }, () => Math.exp(random() * 12));
  await db.send(
    durations.map((durationMs) =>
      anEvent({ subject, data: { workflow: 'sync', outcome: 'SUCCEEDED', durationMs } }),
    ),
  );

  const [entity] = await healthOf([subject]);

  const sorted = durations.sort((a, b) => a - b);
  const exact = (q: number): number => sorted[Math.floor(q * (sorted.length - 1))] ?? NaN;
  const { p50DurationMs = NaN, p95DurationMs = NaN } = entity?.health.executions ?? {};
  expect(Math.abs(p50DurationMs / exact(0.5) - 1)).toBeLessThan(0.05);
  expect(Math.abs(p95DurationMs / exact(0.95) - 1)).toBeLessThan(0.05);
});

it('knows what is drifted and failing, whatever the order of arrival', async () => {
  const subject = await db.aTenant();
  const at = (time: string, type: string, data: object): object => anEvent({ subject, time, type, data });
  await db.send([at('2026-11-20T09:00:00Z', 'drift.resolved', { environment: 'production' })]);
  await db.send([
    at('2026-11-20T08:00:00Z', 'drift.detected', { environment: 'production', summary: 'old' }),
  ]);
  await db.send([at('2026-11-20T07:00:00Z', 'drift.detected', { environment: 'staging', summary: 'new' })]);
  await db.send([at('2026-11-20T06:00:00Z', 'drift.detected', { environment: 'staging', summary: 'older' })]);
  await db.send([
    at('2026-11-20T09:00:00Z', 'credential.failed', { credential: 'stripe', errorMessage: 'expired' }),
  ]);
  await db.send([at('2026-11-20T08:00:00Z', 'credential.recovered', { credential: 'stripe' })]);
  await db.send([
    at('2026-11-20T09:00:00Z', 'resources.counted', { workflows: 2, environments: 2, storageBytes: 2 }),
  ]);
  await db.send([
    at('2026-11-20T08:00:00Z', 'resources.counted', { workflows: 1, environments: 1, storageBytes: 1 }),
  ]);
  await db.settled();

  const [entity] = await healthOf([subject]);

  expect(entity?.health).toMatchObject({
    drift: [
      {
        environment: 'production',
        isDrifted: false,
        detections7d: 1,
        resolvedAt: '2026-11-20T09:00:00.000Z',
      },
      { environment: 'staging', isDrifted: true, detections7d: 2, resolvedAt: null, summary: 'new' },
    ],
    credentials: [{ credential: 'stripe', isFailing: true, failures7d: 1, errorMessage: 'expired' }],
    resources: { workflows: 2, environments: 2, storageBytes: 2, countedAt: '2026-11-20T09:00:00.000Z' },
  });
});

it('costs the same number of statements for one tenant and for twenty', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) {
    ids.push(await db.aTenant());
  }

  const one = await db.countStatements(() => healthOf(ids.slice(0, 1)));
  const twenty = await db.countStatements(() => healthOf(ids));

  expect(twenty.statements.length).toBe(one.statements.length);
});

it('shows a tenant its own health and nobody else’s', async () => {
  const [mine, theirs] = [await db.aTenant(), await db.aTenant()];

  const entities = await healthOf([mine, theirs], aTenantCaller(mine, ['health:read']));

  expect(entities).toMatchObject([
    { id: mine, health: { lastEventAt: null } },
    { id: theirs, health: null },
  ]);
});

it('is null for a tenant health has not heard of', async () => {
  expect(await healthOf(['018f0000-0000-7000-8000-00000000abcd', 'no-id'])).toMatchObject([
    { health: null },
    { health: null },
  ]);
});
