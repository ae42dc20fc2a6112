import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { announceChange } from '@intendant/kit/testing/announce-change';
import { platformChangedTopic } from '../live/health-changed.ts';
import { asAdmin } from '../testing/as-admin.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { platformFigures, runJob } from '../testing/platform-figures.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const assessment = '{ state warnAt criticalAt }';
const PLATFORM_HEALTH = `{ platformHealth {
  api { state requests1h requests24h errorRate1h errorRate24h p95LatencyMs1h latencyWarnMs errorRateWarn
    p95LatencyMsByMinute errorRateAssessment ${assessment} latencyAssessment ${assessment} }
  queue { state depth oldestJobAgeSeconds deadLetters24h depthWarn oldestJobAgeWarnSeconds completed1h depthByMinute
    depthAssessment ${assessment} oldestJobAgeAssessment ${assessment} deadLettersAssessment ${assessment}
    deadLetters waitingDeadLettersAssessment ${assessment} lastRunAgeSeconds lastRunAssessment ${assessment} }
  database { state connectionsUsed connectionsMax connectionsUsedRatio connectionsWarnRatio slowQueries1h
    slowQueryThresholdMs sizeBytes serverVersion connectionsAssessment ${assessment}
    slowQueriesAssessment ${assessment} lastBackupAt lastBackupBytes isBackupConfigured
    backupAssessment ${assessment} }
  jobs { name state schedule lastRunAt lastStatus lastDurationMs lastError failures24h isOverdue }
  asOf
} }`;

it('shows every figure with its state and its thresholds', async () => {
  const result = await db.execute('health', PLATFORM_HEALTH);

  expect(dataOf(result)).toMatchObject({
    platformHealth: {
      api: {
        state: 'UNKNOWN',
        errorRateAssessment: { state: 'UNKNOWN', warnAt: 0.01, criticalAt: 0.05 },
        latencyAssessment: { state: 'UNKNOWN', warnAt: 500, criticalAt: 2000 },
      },
      queue: {
        state: 'OK',
        depthAssessment: { state: 'OK', warnAt: 1000, criticalAt: 10_000 },
        oldestJobAgeAssessment: { state: 'OK', warnAt: 60, criticalAt: 600 },
        deadLettersAssessment: { state: 'OK', warnAt: 1, criticalAt: 100 },
      },
      database: {
        connectionsAssessment: { state: 'OK', warnAt: 0.8, criticalAt: 0.95 },
        slowQueriesAssessment: { warnAt: 100, criticalAt: 10_000 },
        backupAssessment: { state: 'UNKNOWN', warnAt: 12, criticalAt: 48 },
      },
      asOf: expect.any(String),
    },
  });
});

it('judges by the thresholds in force', async () => {
  const ctx = db.health();
  await ctx.em.transactional(async (em) => {
    await ctx.settings.set(em, ctx, 'health.queue-depth-warn', 2);
    await ctx.settings.set(em, ctx, 'health.queue-depth-critical', 3);
  });
  ctx.settings.clear();
  // Who follows settings has jobs of its own now.
  await asAdmin(db, 'truncate graphile_worker._private_jobs');
  await asAdmin(db, `select graphile_worker.add_job('nobody:takes-it') from generate_series(1, 3)`);

  const { queue } = await platformFigures(db);

  expect(queue).toMatchObject({
    state: 'CRITICAL',
    depth: 3,
    depthWarn: 2,
    depthAssessment: { state: 'CRITICAL', warnAt: 2, criticalAt: 3 },
  });
  await asAdmin(db, 'truncate graphile_worker._private_jobs');
});

it('counts jobs of every kind that finished within the hour, and all dead letters', async () => {
  await asAdmin(
    db,
    `insert into platform.job_minute (starts_at, task, succeeded, failed) values
       ('2026-11-20T08:41Z', 'a:long-ago', 100, 0), ('2026-11-20T08:42Z', 'a:tick', 5, 1),
       ('2026-11-20T09:41Z', 'b:consumer', 2, 0)`,
  );
  await asAdmin(db, `select graphile_worker.add_job('a:dead'), graphile_worker.add_job('a:dead')`);
  await asAdmin(
    db,
    `update graphile_worker._private_jobs set attempts = max_attempts,
       run_at = case when id % 2 = 0 then now() else now() - interval '3 days' end`,
  );

  const { queue } = await platformFigures(db);

  expect(queue).toMatchObject({
    completed1h: 7,
    deadLetters: 2,
    deadLetters24h: 1,
    state: 'WARN',
    deadLettersAssessment: { state: 'WARN' },
    waitingDeadLettersAssessment: { state: 'WARN', warnAt: 1, criticalAt: null },
  });
  await asAdmin(db, 'truncate graphile_worker._private_jobs');
});

it('warns while a dead letter waits, however long ago it failed', async () => {
  await asAdmin(db, `select graphile_worker.add_job('a:dead'), graphile_worker.add_job('a:dead')`);
  await asAdmin(
    db,
    `update graphile_worker._private_jobs set attempts = max_attempts, run_at = now() - interval '3 days'`,
  );

  const { queue } = await platformFigures(db);

  expect(queue).toMatchObject({
    state: 'WARN',
    deadLetters: 2,
    deadLetters24h: 0,
    deadLettersAssessment: { state: 'OK' },
    waitingDeadLettersAssessment: { state: 'WARN' },
  });
  await asAdmin(db, 'truncate graphile_worker._private_jobs');
});

it('shows scheduled jobs with their last runs, those that fail first', async () => {
  await asAdmin(
    db,
    `insert into platform.schedule values
      ('a:fine', '* * * * *'), ('b:recovered', '* * * * *'), ('c:failing', '0 * * * *'), ('c:new', '0 3 * * *')`,
  );
  await asAdmin(
    db,
    `insert into platform.job_run (task, job_id, attempt, started_at, finished_at, status, error) values
      ('a:fine', '1', 1, '2026-11-20T09:40Z', '2026-11-20T09:40:01Z', 'SUCCEEDED', null),
      ('b:recovered', '2', 1, '2026-11-20T08:00Z', '2026-11-20T08:00:01Z', 'FAILED', 'broken pipe'),
      ('b:recovered', '3', 1, '2026-11-20T09:40Z', '2026-11-20T09:40:01Z', 'SUCCEEDED', null),
      ('c:failing', '4', 1, '2026-11-18T08:00Z', '2026-11-18T08:00:01Z', 'FAILED', 'old'),
      ('c:failing', '5', 1, '2026-11-20T09:00Z', '2026-11-20T09:00:01Z', 'FAILED', 'out of disk')`,
  );

  const { jobs } = await platformFigures(db);

  expect(jobs.filter(({ name }) => /^[abc]:/.test(name))).toMatchObject([
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

it('samples the queue and the database once a minute, and announces it', async () => {
  let told = 0;
  const stop = db.pubsub.listen(platformChangedTopic, () => (told += 1));
  await runJob(db, 'health:sample-platform');
  await runJob(db, 'health:sample-platform');
  db.clock.advance(60_000);
  await runJob(db, 'health:sample-platform');
  while (told < 3) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  stop();

  const { queue } = await platformFigures(db);

  expect(queue.depthByMinute.filter((depth) => depth !== null)).toHaveLength(2);
  expect(await db.select('select connections > 0 and size_bytes > 0 as ok from database_sample')).toEqual([
    { ok: true },
    { ok: true },
  ]);
});

it('costs five statements, and none within 30 seconds without a change', async () => {
  await db.execute('health', PLATFORM_HEALTH);
  announceChange(db.pubsub, platformChangedTopic);
  db.clock.advance(120_000);

  const first = await db.countStatements(() => db.execute('health', PLATFORM_HEALTH));
  db.clock.advance(29_000);
  const second = await db.countStatements(() => db.execute('health', PLATFORM_HEALTH));

  expect(first.statements).toHaveLength(5);
  expect(second.statements).toEqual([]);
});

it('is forbidden to tenants and without health:read', async () => {
  const tenantId = await db.aTenant();
  for (const caller of [aTenantCaller(tenantId), aPlatformCaller(['platform:read'])]) {
    const result = await db.execute('health', '{ platformHealth { asOf } }', {}, caller);

    expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  }
});
