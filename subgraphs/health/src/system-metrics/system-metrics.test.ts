import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import type { SystemMetrics, TimeWindow } from '../generated/resolvers.ts';
import { histogramOf } from '../rollup/latency-histogram.ts';
import { asAdmin } from '../testing/as-admin.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { runJob } from '../testing/platform-figures.ts';

let db: HealthDatabase;
const now = new Date('2026-11-20T09:41:30Z');
beforeAll(async () => {
  db = await startHealthDatabase();
  await fill();
});
beforeEach(() => db.clock.set(now));
afterAll(() => db.close());

const METRICS = `query ($window: TimeWindow) { systemMetrics(window: $window) {
  from to stepSeconds asOf
  api { at requests errors p50LatencyMs p95LatencyMs p99LatencyMs }
  queue { at depth oldestJobAgeSeconds succeeded failed }
  database { at connections sizeBytes slowQueries }
  operations { operation requests errors p50LatencyMs p95LatencyMs }
  services { service requests errors p50LatencyMs p95LatencyMs lastAnswerAt }
} }`;

async function metrics(window: TimeWindow | null): Promise<SystemMetrics> {
  const result = await db.execute('health', METRICS, { window });
  return dataOf<{ systemMetrics: SystemMetrics }>(result).systemMetrics;
}

/** Three days of minutes of which every figure can be told from the minute, up to now. */
async function fill(): Promise<void> {
  const minutes = `generate_series('2026-11-17T10:00Z'::timestamptz, '2026-11-20T09:41Z', '1 minute') as m (at)`;
  const n = `(extract(epoch from at) / 60)::bigint`;
  const fast = histogramOf(20);
  const slow = histogramOf(2000);
  await db.select(`
    insert into api_minute select at, 2, 9, 9 * ${fast} from ${minutes}
    union all select at, 5, 1, ${slow} from ${minutes} where ${n} % 10 = 0`);
  await db.select(`
    insert into gateway_minute select at, 'Overview', null::uuid, 2, 6, 6 * ${fast} from ${minutes}
    union all select at, 'Tenants', null, 2, 3, 3 * ${fast} from ${minutes}
    union all select at, 'Tenants', null, 5, 1, ${slow} from ${minutes} where ${n} % 10 = 0`);
  await db.select(`
    insert into service_minute select at, 'billing', 2, 0, at + interval '30 seconds', 2 * ${fast} from ${minutes}`);
  await db.select(`insert into queue_sample select at, ${n} % 7, nullif(${n} % 5, 0) from ${minutes}`);
  await asAdmin(
    db,
    `insert into platform.job_minute (starts_at, task, succeeded, failed)
     select at, 'a:tick', 2, 0 from ${minutes} union all select at, 'b:tick', 1, 1 from ${minutes} where ${n} % 60 = 0`,
  );
  await db.select(
    `insert into database_sample select at, 10 + ${n} % 3, 1000000 + ${n} - 29800000 from ${minutes}`,
  );
  await db.select(`insert into statement_sample select at, 1 from ${minutes} where ${n} % 30 = 0`);
}

const windows: TimeWindow[] = [
  { range: 'H1' },
  { range: 'H24' },
  { range: 'D7' },
  { range: 'D30' },
  { range: 'D90' },
  { from: '2026-11-18T11:17:00Z', to: '2026-11-19T08:00:00Z' },
  { from: '2026-11-17T22:30:00Z', to: '2026-11-18T03:10:00Z' },
];

/** What a window adds up to, told from the minutes themselves. */
function expectedOf({ from, to }: SystemMetrics): object {
  const first = Math.max(Date.parse(String(from)), Date.parse('2026-11-17T10:00:00Z')) / 60_000;
  const last = Math.ceil(Date.parse(String(to)) / 60_000) - 1;
  const minutes = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const every = (step: number): number => minutes.filter((minute) => minute % step === 0).length;
  return {
    requests: minutes.length * 9 + every(10),
    errors: every(10),
    depth: Math.max(...minutes.map((minute) => minute % 7)),
    age: Math.max(...minutes.map((minute) => minute % 5)),
    succeeded: minutes.length * 2 + every(60),
    failed: every(60),
    connections: Math.max(...minutes.map((minute) => 10 + (minute % 3))),
    sizeBytes: 1_000_000 + last - 29_800_000,
    slowQueries: every(30),
    operations: [
      ['Overview', minutes.length * 6, 0],
      ['Tenants', minutes.length * 3 + every(10), every(10)],
    ],
    services: [['billing', minutes.length * 2, new Date(last * 60_000 + 30_000).toISOString()]],
  };
}

function foundIn({ api, queue, database, operations, services }: SystemMetrics): object {
  const sum = (values: readonly (number | null | undefined)[]): number =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const most = (values: readonly (number | null | undefined)[]): number =>
    Math.max(...values.map((value) => value ?? 0));
  return {
    requests: sum(api.map(({ requests }) => requests)),
    errors: sum(api.map(({ errors }) => errors)),
    depth: most(queue.map(({ depth }) => depth)),
    age: most(queue.map(({ oldestJobAgeSeconds }) => oldestJobAgeSeconds)),
    succeeded: sum(queue.map(({ succeeded }) => succeeded)),
    failed: sum(queue.map(({ failed }) => failed)),
    connections: most(database.map(({ connections }) => connections)),
    sizeBytes: database.findLast(({ sizeBytes }) => sizeBytes !== null)?.sizeBytes,
    slowQueries: sum(database.map(({ slowQueries }) => slowQueries)),
    operations: operations.map(({ operation, requests, errors }) => [operation, requests, errors]),
    services: services.map(({ service, requests, lastAnswerAt }) => [service, requests, lastAnswerAt]),
  };
}

async function expectExactWindows(): Promise<void> {
  for (const window of windows) {
    const found = await metrics(window);

    expect([window, foundIn(found)]).toEqual([window, expectedOf(found)]);
  }
}

it('adds up to the minutes in every window, before they are rolled up, after, and once they are gone', async () => {
  await expectExactWindows();

  await runJob(db, 'health:roll-up-platform-figures');
  await expectExactWindows();

  await runJob(db, 'health:roll-up-platform-figures');
  await runJob(db, 'health:apply-retention');
  expect(
    await db.select(`select from api_minute where starts_at < $1::timestamptz - interval '49 hours'`, [now]),
  ).toEqual([]);
  await expectExactWindows();
});

it('has every step of a window, with what it knows of it', async () => {
  const { from, to, stepSeconds, asOf, api, queue, database } = await metrics({ range: 'D30' });

  expect([from, to, stepSeconds, asOf]).toEqual([
    '2026-10-22T00:00:00.000Z',
    now.toISOString(),
    86_400,
    now.toISOString(),
  ]);
  expect(api.map(({ at }) => at)).toEqual(
    Array.from({ length: 30 }, (_, day) => new Date(Date.UTC(2026, 9, 22 + day)).toISOString()),
  );
  expect([api[0], queue[0], database[0]]).toEqual([
    {
      at: '2026-10-22T00:00:00.000Z',
      requests: 0,
      errors: 0,
      p50LatencyMs: null,
      p95LatencyMs: null,
      p99LatencyMs: null,
    },
    { at: '2026-10-22T00:00:00.000Z', depth: null, oldestJobAgeSeconds: null, succeeded: null, failed: null },
    { at: '2026-10-22T00:00:00.000Z', connections: null, sizeBytes: null, slowQueries: null },
  ]);
});

it('tells percentiles of added-up histograms within 5 %', async () => {
  const { api, operations, services } = await metrics({ range: 'D30' });
  const whole = api.at(-2);

  for (const [found, exact] of [
    [whole?.p50LatencyMs, 20],
    [whole?.p95LatencyMs, 20],
    [whole?.p99LatencyMs, 2000],
    [operations[1]?.p50LatencyMs, 20],
    [services[0]?.p95LatencyMs, 20],
  ] as const) {
    expect(Math.abs((found ?? 0) / exact - 1)).toBeLessThan(0.05);
  }
});

it.each([{ range: 'H1' }, { range: 'D90' }] as const)(
  'costs a statement for each part of %j',
  async (window) => {
    await metrics(window);

    const all = await db.countStatements(() => metrics(window));
    const one = await db.countStatements(() =>
      db.execute(
        'health',
        'query ($window: TimeWindow) { systemMetrics(window: $window) { from services { service } } }',
        {
          window,
        },
      ),
    );

    expect(all.statements).toHaveLength(5);
    expect(one.statements).toHaveLength(1);
  },
);

it.each([
  ['both a preset and an instant', { range: 'H1', from: '2026-11-20T00:00:00Z' }, 'range'],
  ['an end before the start', { from: '2026-11-20T00:00:00Z', to: '2026-11-19T00:00:00Z' }, 'to'],
  ['more than 90 days', { from: '2026-08-01T00:00:00Z' }, 'from'],
] as const)('refuses %s', async (_, window, field) => {
  const result = await db.execute('health', METRICS, { window });

  expect(result.errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    userErrorCode: 'BAD_INPUT',
    field: ['window', field],
  });
});

it('shows as many operations as asked for, a hundred at most', async () => {
  const ask = (first: number): Promise<object> =>
    db.execute('health', `{ systemMetrics { operations(first: ${first}) { operation } } }`);

  expect(await ask(1)).toMatchObject({
    data: { systemMetrics: { operations: [{ operation: 'Overview' }] } },
  });
  expect(await ask(101)).toMatchObject({
    errors: [{ extensions: { code: 'BAD_USER_INPUT', field: ['first'] } }],
  });
});

it('is forbidden to tenants and without health:read', async () => {
  for (const caller of [aTenantCaller(await db.aTenant()), aPlatformCaller(['platform:read'])]) {
    const result = await db.execute('health', '{ systemMetrics { from } }', {}, caller);

    expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  }
});
