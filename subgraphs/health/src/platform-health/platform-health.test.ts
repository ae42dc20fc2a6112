import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { aPlatformCaller, aService } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { bucketOf } from '../rollup/latency-histogram.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const RECORD = `mutation ($input: RecordGatewayRequestsInput!) {
  recordGatewayRequests(input: $input) { userErrors { code field } }
}`;

function aCount(overrides: object = {}): object {
  return {
    minute: '2026-11-20T09:40:00Z',
    operation: 'Overview',
    tenantId: null,
    statusClass: 2,
    count: 10,
    latencyBuckets: [bucketOf(20), bucketOf(300)],
    latencyCounts: [9, 1],
    ...overrides,
  };
}

async function record(
  counts: object[],
  flushId: string = randomUUID(),
  caller = aService(),
): Promise<unknown> {
  return dataOf(await db.execute('health', RECORD, { input: { flushId, counts } }, caller))
    .recordGatewayRequests;
}

interface Health {
  api: {
    state: string;
    requests1h: number;
    requests24h: number;
    errorRate1h: number;
    p95LatencyMs1h: number;
    p95LatencyMsByMinute: (number | null)[];
  };
  queue: { state: string; depth: number; depthByMinute: (number | null)[] };
  database: { slowQueries1h: number | null; connectionsUsedRatio: number; serverVersion: string };
  jobs: {
    name: string;
    state: string;
    lastStatus: string | null;
    lastError: string | null;
    failures24h: number;
  }[];
}

async function platformHealth(): Promise<Health> {
  // Past the interval in which a change may be missed.
  await new Promise((resolve) => setTimeout(resolve, 250));
  const result = await db.execute(
    'health',
    `{ platformHealth {
      api { state requests1h requests24h errorRate1h p95LatencyMs1h p95LatencyMsByMinute }
      queue { state depth depthByMinute }
      database { slowQueries1h connectionsUsedRatio serverVersion }
      jobs { name state lastStatus lastError failures24h lastRunAt lastDurationMs schedule }
    } }`,
  );
  return dataOf<{ platformHealth: Health }>(result).platformHealth;
}

describe('recordGatewayRequests', () => {
  it('adds counts and latencies, once per flush', async () => {
    const flushId = randomUUID();
    const counts = [
      aCount(),
      aCount({
        minute: '2026-11-20T09:41:00Z',
        statusClass: 5,
        count: 10,
        latencyBuckets: [bucketOf(20)],
        latencyCounts: [10],
      }),
      aCount({ minute: '2026-11-20T00:00:00Z', count: 100, latencyBuckets: [], latencyCounts: [] }),
    ];

    await record(counts, flushId);
    await record(counts, flushId);

    const { api } = await platformHealth();
    expect(api).toMatchObject({ state: 'CRITICAL', requests1h: 20, requests24h: 120, errorRate1h: 0.5 });
    expect(Math.abs(api.p95LatencyMs1h / 20 - 1)).toBeLessThan(0.05);
    expect(api.p95LatencyMsByMinute.filter((value) => value !== null)).toHaveLength(2);
    expect(await db.select('select sum(requests)::integer as n from gateway_minute')).toEqual([{ n: 120 }]);
  });

  it('names the field that is wrong', async () => {
    expect(await record([aCount({ latencyCounts: [1] })])).toEqual({
      userErrors: [{ code: 'BAD_INPUT', field: ['input', 'counts', '0', 'latencyCounts'] }],
    });
  });

  it('is forbidden to everybody but our own services', async () => {
    const result = await db.execute(
      'health',
      RECORD,
      { input: { flushId: 'a', counts: [] } },
      aPlatformCaller(),
    );

    expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});

it('shows scheduled jobs with their last runs, those that fail first', async () => {
  const client = new pg.Client({ connectionString: db.adminUrl });
  await client.connect();
  await client.query(`insert into platform.schedule values
    ('a:fine', '* * * * *'), ('b:recovered', '* * * * *'), ('c:failing', '0 * * * *'), ('c:new', '0 3 * * *')`);
  await client.query(`
    insert into platform.job_run (task, job_id, attempt, started_at, finished_at, status, error) values
      ('a:fine', '1', 1, '2026-11-20T09:00Z', '2026-11-20T09:00:01Z', 'SUCCEEDED', null),
      ('b:recovered', '2', 1, '2026-11-20T08:00Z', '2026-11-20T08:00:01Z', 'FAILED', 'broken pipe'),
      ('b:recovered', '3', 1, '2026-11-20T09:00Z', '2026-11-20T09:00:01Z', 'SUCCEEDED', null),
      ('c:failing', '4', 1, '2026-11-18T08:00Z', '2026-11-18T08:00:01Z', 'FAILED', 'old'),
      ('c:failing', '5', 1, '2026-11-20T09:00Z', '2026-11-20T09:00:01Z', 'FAILED', 'out of disk')`);
  await client.end();
  await record([aCount()]);

  const { jobs } = await platformHealth();

  const ours = jobs.filter(({ name }) => /^[abc]:/.test(name));
  expect(ours).toMatchObject([
    {
      name: 'c:failing',
      schedule: '0 * * * *',
      state: 'CRITICAL',
      lastStatus: 'FAILED',
      lastError: 'out of disk',
      failures24h: 1,
    },
    { name: 'b:recovered', state: 'WARN', lastStatus: 'SUCCEEDED', lastError: null, failures24h: 1 },
    { name: 'c:new', state: 'UNKNOWN', lastRunAt: null, lastStatus: null, failures24h: 0 },
    { name: 'a:fine', state: 'OK', lastStatus: 'SUCCEEDED', lastError: null, failures24h: 0 },
  ]);
});

it('samples the queue and counts statements that became slow since the sample before', async () => {
  const sample = async (): Promise<void> =>
    db.runtime('health').module.jobs['health:sample-platform']?.(db.health(aService('health')), {});
  await sample();
  await db.select('select pg_sleep(0.6)');
  db.clock.advance(60_000);
  await sample();
  db.clock.advance(60_000);
  await sample();

  const { queue, database } = await platformHealth();

  expect(queue.depthByMinute.filter((depth) => depth !== null).length).toBeGreaterThanOrEqual(3);
  expect(database.slowQueries1h).toBeGreaterThanOrEqual(1);
  expect(database.slowQueries1h).toBeLessThan(10);
  expect(database.connectionsUsedRatio).toBeGreaterThan(0);
});
