import { spawnSync } from 'node:child_process';
import { Registry } from '@intendant/kit/metrics';
import { aService } from '@intendant/kit/testing/callers';
import { asAdmin } from '../testing/as-admin.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { registerPlatformGauges } from './platform-gauges.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
beforeEach(async () => {
  await asAdmin(db, 'truncate graphile_worker._private_jobs');
  await asAdmin(db, 'truncate platform.job_run, platform.job_minute, platform.schedule, platform.backup_run');
});
afterAll(() => db.close());

/** A process that has just started; what it answers Prometheus, without help and types. */
function aProcess(): { scrape: () => Promise<string[]>; text: () => Promise<string> } {
  const registry = new Registry();
  registerPlatformGauges(registry, () => db.health(aService('health')));
  const text = (): Promise<string> => registry.metrics();
  return {
    text,
    scrape: async () => (await text()).split('\n').filter((line) => line !== '' && !line.startsWith('#')),
  };
}

it('tells how many jobs wait and for how long, and which are dead', async () => {
  await asAdmin(
    db,
    `select graphile_worker.add_job('nobody:takes-it', run_at => now() - interval '90 seconds'),
       graphile_worker.add_job('nobody:takes-it'), graphile_worker.add_job('a:dead', job_key => 'dead'),
       graphile_worker.add_job('nobody:later', run_at => now() + interval '1 hour')`,
  );
  await asAdmin(db, `update graphile_worker._private_jobs set attempts = max_attempts where key = 'dead'`);

  const lines = await aProcess().scrape();

  expect(lines).toContain('intendant_job_queue_depth 2');
  expect(lines).toContain('intendant_job_dead_letters 1');
  expect(lines.join('\n')).toMatch(/^intendant_job_queue_oldest_age_seconds 9\d(\.\d+)?$/m);
});

it('counts failed attempts of the last hour by task, and names every scheduled task', async () => {
  await asAdmin(db, `insert into platform.schedule values ('a:fine', '* * * * *'), ('b:new', '0 3 * * *')`);
  await asAdmin(
    db,
    `insert into platform.job_minute (starts_at, task, succeeded, failed) values
       ('2026-11-20T08:30Z', 'a:fine', 0, 50), ('2026-11-20T09:30Z', 'a:fine', 9, 0),
       ('2026-11-20T09:30Z', 'c:consumer', 1, 2), ('2026-11-20T09:31Z', 'c:consumer', 0, 1)`,
  );

  const lines = await aProcess().scrape();

  expect(lines.filter((line) => line.startsWith('intendant_job_failures'))).toEqual([
    'intendant_job_failures_last_hour{task="a:fine"} 0',
    'intendant_job_failures_last_hour{task="b:new"} 0',
    'intendant_job_failures_last_hour{task="c:consumer"} 3',
  ]);
});

it('tells the age of the last good backup and of the last run of a scheduled job', async () => {
  await asAdmin(
    db,
    `insert into platform.backup_run (started_at, finished_at, status) values
       ('2026-11-20T03:40Z', '2026-11-20T03:41Z', 'SUCCEEDED'), ('2026-11-20T09:40Z', '2026-11-20T09:40Z', 'FAILED')`,
  );
  await asAdmin(
    db,
    `insert into platform.job_run (task, job_id, attempt, started_at, status) values
       ('a:tick', '1', 1, '2026-11-20T09:20Z', 'SUCCEEDED'), ('b:tock', '2', 1, '2026-11-20T09:39Z', 'RUNNING')`,
  );
  db.clock.set(new Date('2026-11-20T09:41Z'));

  const lines = await aProcess().scrape();

  expect(lines).toContain('intendant_control_database_backup_age_seconds 21600');
  expect(lines).toContain('intendant_job_last_run_age_seconds 120');
});

it('counts from the installation while a scheduled backup was never made', async () => {
  await asAdmin(db, `insert into platform.schedule values ('backups:back-up-database', '0 3 * * *')`);
  await db.select(`update migrations set executed_at = '2026-11-19T09:41:00Z'`);
  db.clock.set(new Date('2026-11-20T09:41Z'));

  expect(await aProcess().scrape()).toContain('intendant_control_database_backup_age_seconds 86400');
});

it('leaves out what nobody can know: the age of a backup that is not asked for, of a run that never was', async () => {
  const names = (await aProcess().scrape()).map((line) => line.split(/[ {]/)[0]);

  expect(names).toEqual([
    'intendant_job_queue_depth',
    'intendant_job_queue_oldest_age_seconds',
    'intendant_job_dead_letters',
  ]);
});

it('costs one statement within 15 seconds, however often it is asked and however much there is', async () => {
  const process = aProcess();

  const first = await db.countStatements(() => Promise.all([process.scrape(), process.scrape()]));
  await asAdmin(db, `select graphile_worker.add_job('nobody:takes-it') from generate_series(1, 50)`);
  db.clock.advance(14_000);
  const within = await db.countStatements(() => process.scrape());
  db.clock.advance(1_000);
  const later = await db.countStatements(() => process.scrape());

  expect(first.statements).toHaveLength(1);
  expect(within.statements).toEqual([]);
  expect(later.statements).toHaveLength(1);
  expect(later.result).toContain('intendant_job_queue_depth 50');
});

it('leaves its gauges out while they cannot be read, and nothing else', async () => {
  const process = aProcess();
  await process.scrape();
  await asAdmin(db, 'alter table platform.job_run rename to job_run_away');
  db.clock.advance(15_000);

  const broken = await process.scrape();
  await asAdmin(db, 'alter table platform.job_run_away rename to job_run');
  db.clock.advance(15_000);

  expect(broken).toEqual([]);
  expect(await process.scrape()).toContain('intendant_job_queue_depth 0');
});

it('is in the format of Prometheus, as its own linter reads it', async () => {
  await asAdmin(db, `insert into platform.schedule values ('backups:back-up-database', '0 3 * * *')`);

  const { error, status, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: await aProcess().text(),
    encoding: 'utf8',
  });

  if (error && process.env['CI'] !== 'true') {
    console.warn('Not checked: there is no promtool on this machine.');
    return;
  }
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
