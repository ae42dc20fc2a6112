import { randomUUID } from 'node:crypto';
import { aPlatformCaller, aService, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { platformChangedTopic } from '../live/health-changed.ts';
import { bucketOf, quantile } from '../rollup/latency-histogram.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { platformFigures } from '../testing/platform-figures.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const RECORD = `mutation ($input: RecordGatewayRequestsInput!) {
  recordGatewayRequests(input: $input) { userErrors { code field } }
}`;

const minute = '2026-11-20T09:40:00.000Z';

function aCount(overrides: object = {}): object {
  return {
    minute,
    operation: 'Overview',
    tenantId: null,
    statusClass: 2,
    count: 10,
    latencyBuckets: [bucketOf(20), bucketOf(300)],
    latencyCounts: [9, 1],
    ...overrides,
  };
}

function aServiceCount(overrides: object = {}): object {
  return {
    minute,
    service: 'billing',
    count: 4,
    errors: 1,
    lastAnswerAt: '2026-11-20T09:40:12.000Z',
    latencyBuckets: [bucketOf(20)],
    latencyCounts: [4],
    ...overrides,
  };
}

function aRejection(tenantId: string | null, overrides: object = {}): object {
  return {
    minute,
    kind: 'REQUESTS',
    tenantId,
    callerId: 'a-key',
    isApiKey: true,
    callerName: 'ci',
    rejected: 5,
    offered: 65,
    limitPerMinute: 60,
    ...overrides,
  };
}

async function record(input: object, flushId: string = randomUUID()): Promise<unknown> {
  const result = await db.execute('health', RECORD, { input: { flushId, counts: [], ...input } }, aService());
  return dataOf(result).recordGatewayRequests;
}

it('adds counts and latencies, once per flush', async () => {
  const flushId = randomUUID();
  const counts = [
    aCount(),
    aCount({
      minute: '2026-11-20T09:41:00Z',
      statusClass: 5,
      latencyBuckets: [bucketOf(20)],
      latencyCounts: [10],
    }),
    aCount({ minute: '2026-11-20T00:00:00Z', count: 100, latencyBuckets: [], latencyCounts: [] }),
  ];

  await record({ counts }, flushId);
  await record({ counts }, flushId);

  const { api } = await platformFigures(db);
  expect(api).toMatchObject({ state: 'CRITICAL', requests1h: 20, requests24h: 120, errorRate1h: 0.5 });
  expect(Math.abs((api.p95LatencyMs1h ?? 0) / 20 - 1)).toBeLessThan(0.05);
  expect(api.p95LatencyMsByMinute.filter((value) => value !== null)).toHaveLength(2);
  expect(await db.select('select sum(requests)::integer as n from gateway_minute')).toEqual([{ n: 120 }]);
});

it('adds the fetches to services, once per flush, and remembers the last answer', async () => {
  const flushId = randomUUID();
  const services = [aServiceCount(), aServiceCount({ service: 'security', lastAnswerAt: null })];

  await record({ services }, flushId);
  await record({ services }, flushId);
  await record({
    services: [
      aServiceCount({
        lastAnswerAt: '2026-11-20T09:40:03.000Z',
        latencyBuckets: [bucketOf(900)],
        latencyCounts: [4],
      }),
    ],
  });

  const rows = await db.select<{ latencies: string }>(
    `select service, requests::integer, errors::integer, last_answer_at, latencies::text
     from service_minute order by service`,
  );
  expect(rows).toMatchObject([
    { service: 'billing', requests: 8, errors: 2, last_answer_at: new Date('2026-11-20T09:40:12Z') },
    { service: 'security', requests: 4, errors: 1, last_answer_at: null },
  ]);
  expect(Math.abs((quantile(rows[0]?.latencies ?? null, 0.95) ?? 0) / 900 - 1)).toBeLessThan(0.05);
});

it('adds refusals up and keeps the most each gateway was offered; the platform’s own callers are left out', async () => {
  const tenantId = await db.aTenant();
  const flushId = randomUUID();
  const first = { gatewayId: 'one', rejections: [aRejection(tenantId), aRejection(null)] };

  await record(first, flushId);
  await record(first, flushId);
  await record({ gatewayId: 'one', rejections: [aRejection(tenantId, { rejected: 3, offered: 68 })] });
  await record({ gatewayId: 'two', rejections: [aRejection(tenantId, { rejected: 1, offered: 30 })] });

  const rows = await db.select(
    `select gateway_id as gateway, rejected::integer, offered::integer from rate_limit_minute order by 1`,
  );
  expect(rows).toEqual([
    { gateway: 'one', rejected: 8, offered: 68 },
    { gateway: 'two', rejected: 1, offered: 30 },
  ]);
});

it('costs three statements at most, and one when there are only requests', async () => {
  const tenantId = await db.aTenant();
  const whole = { services: [aServiceCount()], rejections: [aRejection(tenantId)] };

  const all = await db.countStatements(() => record({ counts: [aCount()], ...whole }));
  const requests = await db.countStatements(() => record({ counts: [aCount()] }));

  const stored = ({ statements }: { statements: string[] }): string[] =>
    statements.filter((sql) => !sql.includes('pg_notify'));
  expect(stored(all)).toHaveLength(3);
  expect(stored(requests)).toHaveLength(1);
});

it('announces many flushes together, and the last of them for certain', async () => {
  let told = 0;
  const stop = db.pubsub.listen(platformChangedTopic, () => (told += 1));

  for (let index = 0; index < 10; index += 1) {
    await record({ counts: [aCount({ operation: 'Announced' })] });
  }
  const seen = async (): Promise<void> => {
    const before = told;
    while (told === before) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await seen();
  stop();

  expect(told).toBeLessThanOrEqual(2);
});

it.each([
  ['counts', { counts: [aCount({ latencyCounts: [1] })] }, ['counts', '0', 'latencyCounts']],
  ['services', { services: [aServiceCount({ latencyCounts: [] })] }, ['services', '0', 'latencyCounts']],
  ['rejections', { rejections: [aRejection('no-id')] }, ['rejections', '0', 'tenantId']],
])('names the field of %s that is wrong, and stores nothing', async (_, input, field) => {
  const before = await db.select('select count(*) from gateway_flush');

  expect(await record(input)).toEqual({
    userErrors: [{ code: 'BAD_INPUT', field: ['input', ...field] }],
  });
  expect(await db.select('select count(*) from gateway_flush')).toEqual(before);
});

it('is forbidden to everybody but our own services', async () => {
  for (const caller of [aPlatformCaller(), aTenantCaller(await db.aTenant())]) {
    const result = await db.execute('health', RECORD, { input: { flushId: 'a', counts: [] } }, caller);

    expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  }
});
