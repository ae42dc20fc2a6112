import { histogramOf } from '../rollup/latency-histogram.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { runJob } from '../testing/platform-figures.ts';

let db: HealthDatabase;
const start = new Date('2026-11-20T09:41:00Z');
beforeAll(async () => {
  db = await startHealthDatabase();
});
beforeEach(async () => {
  db.clock.set(start);
  await db.select(
    'truncate api_minute, gateway_minute, queue_sample, api_hour, operation_hour, operation_day, queue_hour, platform_rollup',
  );
});
afterAll(() => db.close());

const rollUp = (): Promise<void> => runJob(db, 'health:roll-up-platform-figures');

async function requests(at: string, count: number, operation = 'Overview'): Promise<void> {
  const values = [at, count];
  await db.select(
    `insert into api_minute as a values ($1, 2, $2::bigint, $2::bigint * ${histogramOf(20)})
     on conflict (starts_at, status_class) do update set requests = a.requests + excluded.requests`,
    values,
  );
  await db.select(
    `insert into gateway_minute as g values ($1, $3, null, 2, $2::bigint, $2::bigint * ${histogramOf(20)})
     on conflict (starts_at, operation, tenant_id, status_class) do update set requests = g.requests + excluded.requests`,
    [...values, operation],
  );
}

function hours(): Promise<object[]> {
  return db.select(
    `select to_char(starts_at at time zone 'UTC', 'DD HH24:MI') as at, requests::integer from api_hour order by starts_at`,
  );
}

function days(): Promise<object[]> {
  return db.select(
    `select to_char(starts_at at time zone 'UTC', 'DD') as day, operation, requests::integer
     from operation_day order by starts_at, requests desc`,
  );
}

it('adds up each hour that is over, once, however often it runs', async () => {
  await requests('2026-11-20T07:00:00Z', 1);
  await requests('2026-11-20T07:59:00Z', 2);
  await requests('2026-11-20T08:30:00Z', 4);
  await requests('2026-11-20T09:40:00Z', 8);

  await rollUp();
  await rollUp();

  expect(await hours()).toEqual([
    { at: '20 07:00', requests: 3 },
    { at: '20 08:00', requests: 4 },
  ]);
});

it('puts what arrives late into its hour', async () => {
  await requests('2026-11-20T08:30:00Z', 4);
  await rollUp();
  await requests('2026-11-20T08:59:00Z', 3);
  db.clock.advance(3_600_000);
  await rollUp();

  expect(await hours()).toEqual([{ at: '20 08:00', requests: 7 }]);
});

it('catches up after a pause of days, and keeps the minutes until then', async () => {
  await requests('2026-11-15T10:00:00Z', 1);
  await requests('2026-11-17T23:59:00Z', 2);
  await requests('2026-11-20T08:00:00Z', 4);
  await runJob(db, 'health:apply-retention');

  await rollUp();
  await runJob(db, 'health:apply-retention');

  expect(await hours()).toEqual([
    { at: '15 10:00', requests: 1 },
    { at: '17 23:00', requests: 2 },
    { at: '20 08:00', requests: 4 },
  ]);
  expect(await days()).toEqual([
    { day: '15', operation: 'Overview', requests: 1 },
    { day: '17', operation: 'Overview', requests: 2 },
  ]);
  expect(await db.select('select from api_minute')).toHaveLength(1);
});

it('goes on where an interrupted run ended, without touching what is older than its minutes', async () => {
  await requests('2026-11-18T10:00:00Z', 1);
  await rollUp();
  await runJob(db, 'health:apply-retention');
  await db.select(`delete from api_minute where starts_at < '2026-11-19T00:00Z'`);
  await db.select(`update platform_rollup set rolled_until = '2026-11-18T12:00Z'`);
  await requests('2026-11-20T08:00:00Z', 4);

  await rollUp();

  expect(await hours()).toEqual([
    { at: '18 10:00', requests: 1 },
    { at: '20 08:00', requests: 4 },
  ]);
});

it('keeps the two hundred busiest operations of an hour, and the rest under one name', async () => {
  for (let index = 1; index <= 230; index += 1) {
    await requests('2026-11-19T08:00:00Z', index, `operation ${index}`);
  }
  await rollUp();

  const rows = await db.select<{ operation: string; requests: number }>(
    'select operation, requests::integer from operation_hour order by requests desc',
  );
  expect(rows).toHaveLength(201);
  expect(rows.find(({ operation }) => operation === 'other')?.requests).toBe((30 * 31) / 2);
  expect((await days())[0]).toEqual({ day: '19', operation: 'other', requests: (30 * 31) / 2 + 31 });
});

it('keeps hours for 90 days', async () => {
  await requests('2026-11-20T08:00:00Z', 1);
  await rollUp();
  const after = async (days: number): Promise<object[]> => {
    db.clock.set(new Date(start.getTime() + days * 86_400_000));
    await runJob(db, 'health:apply-retention');
    return hours();
  };

  expect(await after(90)).toHaveLength(1);
  expect(await after(92)).toEqual([]);
});

it('does nothing before there is anything', async () => {
  await rollUp();

  expect(await db.select('select from platform_rollup')).toEqual([]);
});
