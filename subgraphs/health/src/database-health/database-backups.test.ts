import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { asAdmin } from '../testing/as-admin.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { platformFigures } from '../testing/platform-figures.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const BACKUPS = `query ($first: Int) { databaseBackups(first: $first) {
  startedAt finishedAt status sizeBytes archive error
} }`;

async function backups(first?: number): Promise<object[]> {
  const result = await db.execute('health', BACKUPS, { first });
  return dataOf<{ databaseBackups: object[] }>(result).databaseBackups;
}

it('are none at first, which is no reason to worry where nobody asked for them', async () => {
  const { database } = await platformFigures(db);

  expect(await backups()).toEqual([]);
  expect(database).toMatchObject({
    lastBackupAt: null,
    lastBackupBytes: null,
    state: 'OK',
    isBackupConfigured: false,
    backupAssessment: { state: 'UNKNOWN', warnAt: 12, criticalAt: 48 },
  });
});

it('are missed when they are scheduled, and none was made on the first day', async () => {
  await asAdmin(db, `insert into platform.schedule values ('backups:back-up-database', '0 3 * * *')`);
  await db.select(`update migrations set executed_at = '2026-11-18T00:00:00Z'`);

  const { database } = await platformFigures(db);

  expect(database).toMatchObject({
    state: 'WARN',
    isBackupConfigured: true,
    backupAssessment: { state: 'WARN', warnAt: 12, criticalAt: 48 },
  });
});

it('are not expected of a process that lacks what they need, though their job is scheduled', async () => {
  await asAdmin(db, 'update platform.schedule set is_configured = false');

  const { database } = await platformFigures(db);

  expect(database).toMatchObject({
    state: 'OK',
    isBackupConfigured: false,
    backupAssessment: { state: 'UNKNOWN' },
  });
  await asAdmin(db, 'update platform.schedule set is_configured = true');
});

it('are listed, the latest first, and the last that succeeded is judged by its age', async () => {
  await asAdmin(
    db,
    `insert into platform.backup_run (started_at, finished_at, status, size_bytes, archive, error) values
       ('2026-11-19T06:00Z', '2026-11-19T06:02Z', 'SUCCEEDED', 5000, 'one.tar', null),
       ('2026-11-19T12:00Z', '2026-11-19T12:02Z', 'SUCCEEDED', 6000, 'two.tar', null),
       ('2026-11-19T18:00Z', '2026-11-19T18:00Z', 'FAILED', null, null, 'out of disk'),
       ('2026-11-20T09:40Z', null, 'RUNNING', null, null, null)`,
  );

  const { database } = await platformFigures(db);

  expect(await backups(3)).toEqual([
    {
      startedAt: '2026-11-20T09:40:00.000Z',
      finishedAt: null,
      status: 'RUNNING',
      sizeBytes: null,
      archive: null,
      error: null,
    },
    expect.objectContaining({ status: 'FAILED', error: 'out of disk' }),
    expect.objectContaining({ status: 'SUCCEEDED', sizeBytes: 6000, archive: 'two.tar' }),
  ]);
  expect(database).toMatchObject({
    lastBackupAt: '2026-11-19T12:02:00.000Z',
    lastBackupBytes: 6000,
    state: 'WARN',
    backupAssessment: { state: 'WARN' },
  });
});

it('make the database critical when the last is two days old', async () => {
  const now = db.clock.now();
  db.clock.set(new Date('2026-11-21T12:02:00Z'));

  const { database } = await platformFigures(db);

  expect(database).toMatchObject({ state: 'CRITICAL', backupAssessment: { state: 'CRITICAL' } });
  db.clock.set(now);
});

it('are listed by one statement, a hundred at most', async () => {
  const { statements } = await db.countStatements(() => backups(100));
  const result = await db.execute('health', BACKUPS, { first: 101 });

  expect(statements).toHaveLength(1);
  expect(result.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: ['first'] });
});

it('are shown to nobody of a tenant, and to nobody without health:read', async () => {
  for (const caller of [aTenantCaller(await db.aTenant()), aPlatformCaller(['platform:read'])]) {
    const result = await db.execute('health', BACKUPS, {}, caller);

    expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  }
});
