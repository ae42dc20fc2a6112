import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import type { StatementFigures } from '../generated/resolvers.ts';
import { asAdmin } from '../testing/as-admin.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { platformFigures, runJob } from '../testing/platform-figures.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const [beforeSamples, slow, fast, longAgo, reset, overtaken, lost] = [1, 2, 3, 4, 5, 6, 7];

const STATEMENTS =
  'query ($first: Int) { statements(first: $first) { id text role calls meanMs totalMs isSlow } }';

async function statements(first = 50): Promise<StatementFigures[] | null> {
  const result = await db.execute('health', STATEMENTS, { first });
  return dataOf<{ statements: StatementFigures[] | null }>(result).statements;
}

/** Takes a sample a minute after the one before. */
async function sample(): Promise<void> {
  db.clock.advance(60_000);
  await runJob(db, 'health:sample-platform');
}

/** As many columns as make a shape of its own for each test: names of columns make none. */
function sleep(columns: number, seconds: string): string {
  return `select pg_sleep(${seconds})${', 1'.repeat(columns)}`;
}

async function sleeps(columns: number, seconds: number): Promise<void> {
  await db.select(sleep(columns, String(seconds)));
}

async function figuresOf(columns: number): Promise<StatementFigures | undefined> {
  return (await statements())?.find(({ text }) => text.replaceAll(/\$\d+/g, '1') === sleep(columns, '1'));
}

it('tells what ran between samples, by shape and role, without its values', async () => {
  await sleeps(beforeSamples, 0.02);
  await sample();
  await sleeps(slow, 0.6);
  await sleeps(fast, 0.02);
  await sample();
  await sleeps(fast, 0.03);
  await sample();

  expect(await figuresOf(beforeSamples)).toBeUndefined();
  expect(await figuresOf(slow)).toMatchObject({
    id: expect.stringMatching(/^\d+--?\d+$/),
    text: 'select pg_sleep($1), $2, $3',
    role: expect.stringMatching(/health$/),
    calls: 1,
    isSlow: true,
  });
  const figures = await figuresOf(fast);
  expect(figures).toMatchObject({ calls: 2, isSlow: false });
  expect(figures?.totalMs).toBeGreaterThanOrEqual(50);
  expect(figures?.totalMs).toBeLessThan(500);
  expect(figures?.meanMs).toBeCloseTo((figures?.totalMs ?? 0) / 2);
  // On a busy machine, any other statement may be slow as well.
  const listed = (await statements()) ?? [];
  const slowCalls = listed.filter(({ isSlow }) => isSlow).reduce((sum, { calls }) => sum + calls, 0);
  expect(listed.find(({ text }) => text.includes('pg_sleep'))?.text).toBe('select pg_sleep($1), $2, $3');
  expect(await statements(1)).toEqual(listed.slice(0, 1));
  const { database } = await platformFigures(db);
  expect(database.slowQueries1h).toBe(slowCalls);
});

it('forgets what ran longer than an hour ago', async () => {
  await sample();
  await sleeps(longAgo, 0.02);
  await sample();
  db.clock.advance(59 * 60_000);
  const before = await figuresOf(longAgo);
  db.clock.advance(60_000);

  expect(before).toMatchObject({ calls: 1 });
  expect(await figuresOf(longAgo)).toBeUndefined();
});

it('counts from zero after the counters were reset', async () => {
  await sleeps(reset, 0.05);
  await sleeps(reset, 0.05);
  await sample();
  await asAdmin(
    db,
    'select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()))',
  );
  await sleeps(reset, 0.01);
  await sample();

  const figures = await figuresOf(reset);
  expect(figures).toMatchObject({ calls: 1 });
  expect(figures?.totalMs).toBeGreaterThanOrEqual(10);
  expect(figures?.totalMs).toBeLessThan(100);
});

it('leaves out a counter that was reset and has overtaken its old value since', async () => {
  await sleeps(overtaken, 0.02);
  await sample();
  await sleeps(overtaken, 0.02);
  // As if the one call had come after a reset of a counter that had seen far less time.
  await db.select('update statement_snapshot set total_ms = 0, calls = 1 where total_ms between 20 and 100');
  await sample();

  expect(await figuresOf(overtaken)).toMatchObject({ calls: 1 });
});

it('invents nothing after a restart of the server or a pause of the samples', async () => {
  await sample();
  await sleeps(lost, 0.6);
  await db.select(`update statement_baseline set server_started_at = server_started_at - interval '1 hour'`);
  await sample();
  await sleeps(lost, 0.6);
  db.clock.advance(10 * 60_000);
  await sample();
  const whileLost = await figuresOf(lost);
  await sleeps(lost, 0.02);
  await sample();

  expect(whileLost).toBeUndefined();
  expect(await figuresOf(lost)).toMatchObject({ calls: 1, isSlow: false });
});

it('shows no value of a statement that the server keeps as it was written', async () => {
  await sample();
  await db.select(`comment on table queue_sample is 'top secret'`);
  await sample();

  const shapes = (await statements()) ?? [];
  const comment = shapes.find(({ text }) => text.startsWith('comment on table queue_sample'));
  expect(comment?.text).toBe(`comment on table queue_sample is '…'`);
});

it('keeps the hundred shapes that took most time of each minute', async () => {
  await sample();
  // Often enough that the server, which forgets rare shapes, does not forget them for those of other tests.
  for (let run = 0; run < 5; run += 1) {
    for (let index = 0; index < 130; index += 1) {
      await db.select(`select 1${', 1'.repeat(index)}`);
    }
  }
  await sample();

  expect(
    await db.select('select count(*)::integer as n from statement_minute where starts_at = $1', [
      db.clock.now(),
    ]),
  ).toEqual([{ n: 100 }]);
  expect(await statements()).toHaveLength(50);
});

it('costs two statements', async () => {
  await statements();

  const { statements: sent } = await db.countStatements(() => statements());

  expect(sent).toHaveLength(2);
});

it.each([0, 51])('refuses to show %d', async (first) => {
  const result = await db.execute('health', STATEMENTS, { first });

  expect(result.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: ['first'] });
});

it('is forbidden to tenants and without health:read', async () => {
  for (const caller of [aTenantCaller(await db.aTenant()), aPlatformCaller(['platform:read'])]) {
    const result = await db.execute('health', STATEMENTS, {}, caller);

    expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  }
});

it('is null, and no reason to worry, without pg_stat_statements', async () => {
  await asAdmin(db, 'drop extension pg_stat_statements');
  const atOnce = await statements();
  db.clock.advance(3_600_000);
  await sample();

  const { database } = await platformFigures(db);

  expect(atOnce).toBeNull();
  expect(await statements()).toBeNull();
  expect(database).toMatchObject({
    state: 'OK',
    slowQueries1h: null,
    slowQueriesAssessment: { state: 'UNKNOWN', warnAt: 100, criticalAt: 10_000 },
  });
});
