import { asAdmin } from '../testing/as-admin.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { platformFigures } from '../testing/platform-figures.ts';

const now = new Date('2026-11-20T09:41:00Z');

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
beforeEach(async () => {
  db.clock.set(now);
  await asAdmin(db, 'truncate platform.job_run, platform.schedule, graphile_worker._private_jobs');
});
afterAll(() => db.close());

/** Schedules by task, as a runner registered them then. */
async function scheduled(entries: Record<string, string>, registeredAt: string | null): Promise<void> {
  await asAdmin(
    db,
    `insert into platform.schedule (task, schedule, registered_at)
     select key, value, $2::timestamptz from json_each_text($1::json)`,
    [JSON.stringify(entries), registeredAt],
  );
}

async function ran(task: string, startedAt: string): Promise<void> {
  await asAdmin(
    db,
    `insert into platform.job_run (task, job_id, attempt, started_at, finished_at, status)
     values ($1, '1', 1, $2, $2, 'SUCCEEDED')`,
    [task, startedAt],
  );
}

it('makes workers critical that have started nothing for five minutes, and the jobs that came due since', async () => {
  await scheduled({ 'a:tick': '* * * * *', 'b:nightly': '0 3 * * *' }, '2026-11-19T00:00Z');
  await ran('b:nightly', '2026-11-20T03:00Z');
  await ran('a:tick', '2026-11-20T09:29Z');

  const { queue, jobs } = await platformFigures(db);

  expect(queue).toMatchObject({
    state: 'CRITICAL',
    depth: 0,
    lastRunAgeSeconds: 720,
    lastRunAssessment: { state: 'CRITICAL', warnAt: null, criticalAt: 300 },
  });
  expect(jobs).toMatchObject([
    { name: 'a:tick', state: 'CRITICAL', isOverdue: true, lastStatus: 'SUCCEEDED' },
    { name: 'b:nightly', state: 'OK', isOverdue: false },
  ]);
});

it('makes one job critical that other work leaves behind', async () => {
  await scheduled({ 'a:tick': '* * * * *', 'b:nightly': '0 3 * * *' }, '2026-11-18T00:00Z');
  await ran('b:nightly', '2026-11-19T03:00Z');
  await ran('a:tick', '2026-11-20T09:41Z');

  const { queue, jobs } = await platformFigures(db);

  expect(queue).toMatchObject({ state: 'OK', lastRunAssessment: { state: 'OK' } });
  expect(jobs).toMatchObject([
    { name: 'b:nightly', state: 'CRITICAL', isOverdue: true },
    { name: 'a:tick', state: 'OK', isOverdue: false },
  ]);
});

it('knows nothing right after the first start, and more once the time for a first run has passed', async () => {
  await scheduled({ 'a:tick': '* * * * *' }, '2026-11-20T09:40Z');

  const atFirst = await platformFigures(db);
  db.clock.set(new Date('2026-11-20T09:47:00Z'));
  const later = await platformFigures(db);

  expect(atFirst).toMatchObject({
    queue: { state: 'OK', lastRunAgeSeconds: 60, lastRunAssessment: { state: 'UNKNOWN' } },
    jobs: [{ state: 'UNKNOWN', isOverdue: false, lastRunAt: null }],
  });
  expect(later).toMatchObject({
    queue: { state: 'CRITICAL', lastRunAgeSeconds: 420, lastRunAssessment: { state: 'CRITICAL' } },
    jobs: [{ state: 'CRITICAL', isOverdue: true, lastRunAt: null }],
  });
});

it('does not hold against a platform that started again what it could not run while it was off', async () => {
  await scheduled({ 'a:tick': '* * * * *', 'b:nightly': '0 3 * * *' }, '2026-11-20T09:40Z');
  await ran('b:nightly', '2026-11-17T03:00Z');
  await ran('a:tick', '2026-11-17T18:00Z');

  const { queue, jobs } = await platformFigures(db);

  expect(queue).toMatchObject({ state: 'OK', lastRunAssessment: { state: 'OK' } });
  expect(jobs.map(({ state }) => state)).toEqual(['OK', 'OK']);
});

it('expects no run where none is due every minute, and knows nothing of workers that never were', async () => {
  const { queue: nobody } = await platformFigures(db);
  await scheduled({ 'b:nightly': '0 3 * * *' }, '2026-11-18T00:00Z');
  await ran('b:nightly', '2026-11-20T03:00Z');

  const { queue } = await platformFigures(db);

  expect(nobody).toMatchObject({ lastRunAgeSeconds: null, lastRunAssessment: { state: 'UNKNOWN' } });
  expect(queue).toMatchObject({ state: 'OK', lastRunAssessment: { state: 'UNKNOWN' } });
});

it('shows those that fail first, then key jobs, then those that never ran', async () => {
  await scheduled({ 'a:one': '* * * * *', 'b:new': '* * * * *', 'c:fails': '* * * * *' }, null);
  await asAdmin(
    db,
    `insert into platform.schedule (task, schedule, is_key) values
       ('d:key', '* * * * *', true), ('e:new-key', '* * * * *', true)`,
  );
  for (const task of ['a:one', 'c:fails', 'd:key']) {
    await ran(task, '2026-11-20T09:40Z');
  }
  await asAdmin(db, `update platform.job_run set status = 'FAILED' where task = 'c:fails'`);

  const { jobs } = await platformFigures(db);

  expect(jobs.map(({ name }) => name)).toEqual(['c:fails', 'e:new-key', 'd:key', 'b:new', 'a:one']);
});

it('lives by risk evaluation, metering, roll-ups and retention', () => {
  const keys = db.runtime('health').module.cron.flatMap(({ task, isKey }) => (isKey ? [task] : []));

  expect(keys.sort()).toEqual([
    'health:apply-retention',
    'health:evaluate-risk',
    'health:report-usage',
    'health:roll-up-platform-figures',
  ]);
});
