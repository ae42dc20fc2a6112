import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { databaseOf } from '../database/role-url.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { connected } from '../testing/scratch-databases.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { listArchives } from './archive-directory.ts';
import { backUpDatabase, type Backup } from './back-up-database.ts';
import { removeOldArchives } from './retention.ts';

const now = new Date('2026-11-20T09:41:00.000Z');

let db: TestDatabase;
let directory: string;
beforeAll(async () => {
  db = await startTestDatabase([notesModule]);
});
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'intendant-backup-')), 'archives');
});
afterEach(() => rm(join(directory, '..'), { recursive: true }));
afterAll(() => db.close());

const backUp = (takenAt = now): Promise<Backup> =>
  backUpDatabase({ url: db.urlFor('backup'), directory, now: takenAt });

const archives = async (): Promise<string[]> =>
  (await listArchives(directory, databaseOf(db.adminUrl))).map(({ name }) => name);

const setting = (key: string): string =>
  `insert into platform.setting (key, value, updated_at) values ('${key}', '1', now())`;

/** Makes a backup stop at the settings, which come late, until the returned function is called. */
async function holdSettings(): Promise<(sql?: string) => Promise<void>> {
  const client = new pg.Client({ connectionString: db.adminUrl });
  await client.connect();
  await client.query('begin; lock table platform.setting in access exclusive mode');
  return async (sql = 'select 1') => {
    await client.query(`${sql}; commit`);
    await client.end();
  };
}

/** Resolves once a backup waits for the settings. */
async function untilHeld(): Promise<void> {
  await connected(db.adminUrl, async (client) => {
    for (let isWaiting = false; !isWaiting; await pause(10)) {
      const { rowCount } = await client.query(
        `select from pg_locks where relation = 'platform.setting'::regclass and not granted`,
      );
      isWaiting = rowCount === 1;
    }
  });
}

describe('a backup', () => {
  it('is a folder of compressed tables and a manifest that only its owner can read', async () => {
    const { name, path, sizeBytes, rows, manifest } = await backUp();

    expect(name).toBe(`${databaseOf(db.adminUrl)}-20261120T094100000Z`);
    expect(await readdir(path)).toEqual(
      [...manifest.tables.map((table) => `${table.schema}.${table.name}.copy.gz`), 'manifest.json'].sort(),
    );
    expect(rows).toBe(manifest.tables.reduce((sum, table) => sum + table.rows, 0));
    expect(sizeBytes).toBeGreaterThan(0);
    const modes = [directory, path, join(path, 'manifest.json'), join(path, 'notes.note.copy.gz')].map(
      async (each) => ((await stat(each)).mode & 0o777).toString(8),
    );
    expect(await Promise.all(modes)).toEqual(['700', '700', '600', '600']);
    expect(manifest).toMatchObject({
      takenAt: now.toISOString(),
      migrations: { notes: ['Migration20261121000000_create_note'], platform: expect.any(Array) },
    });
  });

  it('holds one instant, although rows change while it is made', async () => {
    await connected(db.adminUrl, (client) => client.query(setting('before')));
    const release = await holdSettings();
    const running = backUp();
    await untilHeld();

    await release(setting('meanwhile'));
    const { manifest } = await running;

    expect(manifest.tables.find(({ name }) => name === 'setting')?.rows).toBe(1);
    await connected(db.adminUrl, (client) => client.query('delete from platform.setting'));
  });

  it('leaves no table locked that it has copied, so that ingestion may drop and make partitions', async () => {
    const release = await holdSettings();
    const running = backUp();
    await untilHeld();

    await connected(db.urlFor('notes'), async (client) => {
      await client.query('begin; lock table notes.note in access exclusive mode nowait; rollback');
    });

    await release();
    await running;
  });

  it('leaves nothing that looks finished when its process is killed, and the next one sweeps up', async () => {
    const release = await holdSettings();
    const script = join(import.meta.dirname, '../testing/fixtures/back-up.ts');
    const child = spawn(
      process.execPath,
      ['--conditions=source', '--import', 'tsx', script, db.urlFor('backup'), directory, now.toISOString()],
      { stdio: 'ignore' },
    );
    const ended = once(child, 'exit');
    await untilHeld();
    const begun = await readdir(directory);

    child.kill('SIGKILL');
    await ended;
    const listed = await archives();
    await release();
    const { name } = await backUp();

    expect(begun).toEqual([expect.stringMatching(/^\.unfinished-/)]);
    expect(listed).toEqual([]);
    expect(await readdir(directory)).toEqual([name]);
  });

  it('that fails leaves nothing behind', async () => {
    const url = db.urlFor('notes');

    await expect(backUpDatabase({ url, directory, now })).rejects.toThrow(
      /does not see all rows|permission denied/,
    );

    expect(await readdir(directory)).toEqual([]);
  });

  it('is refused while another one runs', async () => {
    const release = await holdSettings();
    const running = backUp();
    await untilHeld();

    await expect(backUp()).rejects.toThrow('Another backup of this database is running; wait for it to end.');

    await release();
    await running;
  });

  it('says in one line when its directory cannot be used', async () => {
    const options = { url: db.urlFor('backup'), directory: '/dev/null/backups', now };

    await expect(backUpDatabase(options)).rejects.toThrow(
      'The backup directory /dev/null/backups cannot be used (ENOTDIR); make it writable.',
    );
  });
});

describe('the retention of backups', () => {
  const daysLater = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

  async function retain(keepCount: number, keepDays: number, at: Date): Promise<string[]> {
    const database = databaseOf(db.adminUrl);
    return removeOldArchives({ directory, database, now: at, keepCount, keepDays });
  }

  it('keeps the newest, as many as it is told', async () => {
    const [first, second, third] = [await backUp(), await backUp(daysLater(1)), await backUp(daysLater(2))];

    const removed = await retain(2, 30, daysLater(2));

    expect(removed).toEqual([first.name]);
    expect(await archives()).toEqual([third.name, second.name]);
    expect(await readdir(directory)).toHaveLength(2);
  });

  it('removes what is too old, and never the last one', async () => {
    const [first, second] = [await backUp(), await backUp(daysLater(1))];

    const removed = await retain(14, 30, daysLater(100));

    expect(removed).toEqual([first.name]);
    expect(await archives()).toEqual([second.name]);
  });

  it('leaves alone what is no archive of this database', async () => {
    const { name } = await backUp();
    const others = await removeOldArchives({
      directory,
      database: 'another',
      now: daysLater(100),
      keepCount: 1,
      keepDays: 1,
    });

    expect(others).toEqual([]);
    expect(await archives()).toEqual([name]);
  });
});
