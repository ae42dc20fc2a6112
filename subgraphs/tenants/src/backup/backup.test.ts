import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ForbiddenError } from '@intendant/kit/errors';
import { serviceCaller } from '@intendant/kit/identity/caller';
import type { SubgraphModule } from '@intendant/kit/subgraph/module';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { connected } from '@intendant/kit/testing/scratch-databases';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import type { TenantsContext } from '../context.ts';
import { tenantsModule } from '../subgraph.ts';
import { tenantsContext } from '../testing/a-tenant.ts';
import { backUpControlDatabase, type BackupTarget } from './back-up-control-database.ts';
import { scheduleFirstBackup, withBackups } from './backup.jobs.ts';

const target: BackupTarget = { directory: '', databaseUrl: '' };
const task = 'tenants:back-up-control-database';

let db: TestDatabase;
let unconfigured: TestDatabase;
let folder: string;

beforeAll(async () => {
  // A module's own context is narrower than `Context`; the runtime gives each the one it declares.
  db = await startTestDatabase([withBackups(tenantsModule, target) as unknown as SubgraphModule]);
  unconfigured = await startTestDatabase([tenantsModule as unknown as SubgraphModule]);
  target.databaseUrl = db.urlFor('backup');
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intendant-backups-'));
  target.directory = join(folder, 'archives');
  await sql(
    db,
    'truncate platform.backup_run, platform.job_run, platform.setting, graphile_worker._private_jobs',
  );
});
afterEach(() => rm(folder, { recursive: true }));
afterAll(() => Promise.all([db.close(), unconfigured.close()]));

async function sql<Row extends object>(database: TestDatabase, statement: string): Promise<Row[]> {
  return connected(database.adminUrl, async (client) => (await client.query<Row>(statement)).rows);
}

const service = (database = db): TenantsContext => tenantsContext(database, serviceCaller('tenants'));

const runs = (): Promise<object[]> =>
  sql(db, 'select status, archive, size_bytes::int, rows::int, error from platform.backup_runs(10)');

const due = (database = db): Promise<object[]> =>
  sql(database, `select key from graphile_worker.jobs where task_identifier = '${task}'`);

async function runJob(database: TestDatabase): Promise<{ failures: Error[] }> {
  await sql(database, `select graphile_worker.add_job('${task}')`);
  return database.drainJobs({ allowFailures: true });
}

const jobRuns = (database: TestDatabase): Promise<object[]> =>
  sql(database, 'select task, status, error from platform.job_run order by id');

describe('the scheduled backup', () => {
  it('says on the schedule whether it has somewhere to go', () => {
    const entry = (to: BackupTarget | null): unknown =>
      withBackups(tenantsModule, to).cron.find((each) => each.task === task);

    expect(entry(target)).toMatchObject({ isConfigured: true, isKey: true });
    expect(entry(null)).toMatchObject({ isConfigured: false, isKey: true });
  });

  it('writes an archive and records when it was made, how large it is and what schema it has', async () => {
    await runJob(db);

    const [archive] = await readdir(target.directory);
    expect(await runs()).toEqual([
      { status: 'SUCCEEDED', archive, size_bytes: expect.any(Number), rows: expect.any(Number), error: null },
    ]);
    expect(await sql(db, 'select started_at, finished_at, migrations from platform.backup_run')).toEqual([
      {
        started_at: db.clock.now(),
        finished_at: db.clock.now(),
        migrations: expect.objectContaining({ tenants: expect.arrayContaining([expect.any(String)]) }),
      },
    ]);
    expect(await jobRuns(db)).toEqual([{ task, status: 'SUCCEEDED', error: null }]);
  });

  it('says why it failed, and is tried again', async () => {
    target.directory = '/dev/null/archives';

    const { failures } = await runJob(db);

    const error = 'The backup directory /dev/null/archives cannot be used (ENOTDIR); make it writable.';
    expect(failures.map(({ message }) => message)).toEqual([error]);
    expect(await runs()).toEqual([{ status: 'FAILED', archive: null, size_bytes: null, rows: null, error }]);
    expect(await due()).toHaveLength(1);
  });

  it('is a failed run that says what is missing where backups are not configured, and is not tried again', async () => {
    await runJob(unconfigured);

    expect(await jobRuns(unconfigured)).toEqual([
      {
        task,
        status: 'FAILED',
        error: expect.stringMatching(/^Backups are not configured: set INTENDANT_BACKUP_DIR/),
      },
    ]);
    expect(await due(unconfigured)).toEqual([]);
    expect(await sql(unconfigured, 'select from platform.backup_run')).toEqual([]);
  });
});

describe('backing up', () => {
  it('closes the record of a backup whose process died', async () => {
    await sql(
      db,
      `insert into platform.backup_run (started_at, status) values ('2026-11-20T03:00:00Z', 'RUNNING')`,
    );

    await backUpControlDatabase(service(), target);

    expect(await runs()).toMatchObject([
      { status: 'SUCCEEDED' },
      { status: 'FAILED', error: 'The process ended during the backup.' },
    ]);
  });

  it('removes the archives the settings do not keep, and offers them no more', async () => {
    const ctx = service();
    await ctx.em.transactional((em) => ctx.settings.set(em, ctx, 'tenants.backup-keep-count', 2));
    ctx.settings.clear();
    for (let day = 0; day < 3; day += 1) {
      await backUpControlDatabase(ctx, target);
      db.clock.advance(86_400_000);
    }

    const kept = await readdir(target.directory);
    expect(kept).toHaveLength(2);
    expect(await runs()).toMatchObject([
      { status: 'SUCCEEDED', archive: kept.sort()[1] },
      { status: 'SUCCEEDED', archive: kept.sort()[0] },
      { status: 'SUCCEEDED', archive: null, error: null },
    ]);
  });

  it('is for our own processes only', async () => {
    await expect(backUpControlDatabase(tenantsContext(db, aPlatformCaller()), target)).rejects.toThrow(
      ForbiddenError,
    );
    expect(await runs()).toEqual([]);
  });
});

describe('a start', () => {
  it('brings a backup soon when there is none, one for however many processes', async () => {
    await scheduleFirstBackup(service());
    await scheduleFirstBackup(service());

    expect(await due()).toEqual([{ key: `cron:${task}` }]);
    db.clock.advance(60_000);
    await db.drainJobs();
    expect(await runs()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  it('brings none when there was one within six hours, and one when the last is older', async () => {
    await backUpControlDatabase(service(), target);

    db.clock.advance(5 * 3_600_000);
    await scheduleFirstBackup(service());
    const early = await due();
    db.clock.advance(2 * 3_600_000);
    await scheduleFirstBackup(service());

    expect(early).toEqual([]);
    expect(await due()).toHaveLength(1);
  });
});
