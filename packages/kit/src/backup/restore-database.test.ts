import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Migration } from '@mikro-orm/migrations';
import { installDatabase } from '../database/install.ts';
import { platformModule } from '../database/platform-module.ts';
import { restoreMarker } from '../database/restore-marker.ts';
import { revertMigrations } from '../database/revert-migrations.ts';
import type { SubgraphModule } from '../subgraph/module.ts';
import { createCopiesModule } from '../testing/fixtures/copies-module.ts';
import { fillNotes } from '../testing/fixtures/fill-notes.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { connected, scratchDatabases, tableChecksums } from '../testing/scratch-databases.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { backUpDatabase, type Backup } from './back-up-database.ts';
import { isLeftOut } from './left-out.ts';
import { readManifest, sealManifest, type Manifest } from './manifest.ts';
import { restoreDatabase, type Restored } from './restore-database.ts';

// A module's own context is narrower than `Context`; the runtime gives each the one it declares.
const notes = notesModule as unknown as SubgraphModule;
const copies = createCopiesModule();
const modules = [notes, copies];
const secretKey = 'another secret key';

const scratch = scratchDatabases();
let db: TestDatabase;
let directory: string;
let backup: Backup;

beforeAll(async () => {
  db = await startTestDatabase(modules);
  directory = await mkdtemp(join(tmpdir(), 'intendant-restore-'));
  await fillNotes(db);
  backup = await backUpDatabase({ url: db.urlFor('backup'), directory, now: db.clock.now() });
});
afterAll(async () => {
  await db.close();
  await rm(directory, { recursive: true });
  await scratch.dropAll();
});

const restore = (adminUrl: string, archive = backup.path, as = modules): Promise<Restored> =>
  restoreDatabase({ archive, adminUrl, secretKey, modules: as });

/** What an archive promises to hold, whatever database it is in. */
async function content(url: string): Promise<Record<string, string>> {
  const all = Object.entries(await tableChecksums(url));
  return Object.fromEntries(
    all.filter(([name]) => {
      const [schema = '', table = ''] = name.split('.');
      return !isLeftOut(schema, table);
    }),
  );
}

const schemasOf = (url: string): Promise<string[]> =>
  connected(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`,
    );
    return rows.map(({ name }) => name);
  });

/** A copy of the archive, to be spoilt. */
async function aCopy(): Promise<string> {
  const copy = join(directory, `copy-${randomUUID()}`);
  await cp(backup.path, copy, { recursive: true });
  return copy;
}

async function rewriteManifest(archive: string, change: (manifest: Manifest) => Manifest): Promise<void> {
  await writeFile(join(archive, 'manifest.json'), sealManifest(change(await readManifest(archive))));
}

const noteFile = 'notes.note.copy.gz';

describe('restoring', () => {
  it('brings back every row of every table, under roles of the new database', async () => {
    const adminUrl = await scratch.create();

    const { installation } = await restore(adminUrl);

    const expected = await content(db.adminUrl);
    expect(await content(adminUrl)).toEqual(expected);
    for (const filled of [
      'notes.note',
      'copies.copy',
      'copies.inbox',
      'platform.event',
      'platform.setting',
    ]) {
      expect(expected[filled]).toMatch(/^[1-9]/);
    }
    await connected(installation.urlFor('copies'), async (client) => {
      expect((await client.query('select from copies.copy')).rowCount).toBe(4);
      await expect(client.query('select from notes.note')).rejects.toThrow(/permission denied/);
    });
    expect((await installDatabase({ adminUrl, secretKey, modules })).hasChanged).toBe(false);
  });

  it('leaves a database that goes on where the other one stood: its jobs run, no number is given twice', async () => {
    const adminUrl = await scratch.create();

    const { installation } = await restore(adminUrl);

    await connected(installation.urlFor('notes'), async (client) => {
      await client.query(`select platform.publish($1, 'note.written', 'note', $2, null, '{}', now(), null)`, [
        randomUUID(),
        randomUUID(),
      ]);
    });
    await connected(installation.urlFor('jobs'), async (client) => {
      const { rows } = await client.query(
        'select task_identifier as task, count(*)::int as jobs from graphile_worker.jobs group by 1 order by 1',
      );
      expect(rows).toEqual([
        { task: 'copies:copy-note', jobs: 1 },
        { task: 'copies:once', jobs: 1 },
        { task: 'copies:tick', jobs: 1 },
      ]);
    });
  });

  it('runs the migrations that came after the archive on its rows', async () => {
    class Migration20270101000000_shout extends Migration {
      override up(): void {
        this.addSql('alter table note add column loud text');
        this.addSql('update note set loud = upper(text)');
      }
      override down(): void {
        this.addSql('alter table note drop column loud');
      }
    }
    const later = { ...notes, migrations: [...notes.migrations, Migration20270101000000_shout] };
    const adminUrl = await scratch.create();

    await restore(adminUrl, backup.path, [later, copies]);

    await connected(adminUrl, async (client) => {
      const { rows } = await client.query(`select loud from notes.note where text = 'plain'`);
      expect(rows).toEqual([{ loud: 'PLAIN' }]);
    });
  });

  it('brings an archive of an earlier schema of the platform itself up to date', async () => {
    const [older, adminUrl] = [await scratch.create(), await scratch.create()];
    const { urlFor } = await installDatabase({ adminUrl: older, secretKey, modules });
    await revertMigrations(platformModule, { adminUrl: older, url: urlFor('jobs'), steps: 3 });
    await connected(older, (client) =>
      client.query(`insert into platform.setting values ('notes.longest-text', '7', now(), 'somebody')`),
    );
    const { path } = await backUpDatabase({ url: urlFor('backup'), directory, now: db.clock.now() });

    await restore(adminUrl, path);

    await connected(adminUrl, async (client) => {
      const { rows } = await client.query('select value, updated_by_name from platform.setting');
      expect(rows).toEqual([{ value: 7, updated_by_name: null }]);
      await client.query('select from platform.backup_run');
    });
  });

  it.each([
    ['may create roles and is no superuser', 'createrole', false],
    ['may create no roles', '', true],
  ])('works for an administrator who %s', async (_, attributes, isSingleRole) => {
    const adminUrl = await scratch.createFor(attributes);

    const { installation } = await restore(adminUrl);

    expect(installation.isSingleRole).toBe(isSingleRole);
    expect(await content(adminUrl)).toEqual(await content(db.adminUrl));
    const again = await backUpDatabase({
      url: installation.urlFor('backup'),
      directory: join(directory, 'again'),
      now: db.clock.now(),
    });
    expect(again.rows).toBe(backup.rows);
  });
});

describe('an archive', () => {
  it('that is damaged is refused before the database is touched', async () => {
    const adminUrl = await scratch.create();
    const archive = await aCopy();
    await truncate(join(archive, noteFile), 40);

    await expect(restore(adminUrl, archive)).rejects.toThrow(/is damaged: .* Nothing was restored/);

    expect(await schemasOf(adminUrl)).toEqual(['public']);
  });

  it('whose rows break a constraint is not restored in part: the database is empty again', async () => {
    const adminUrl = await scratch.create();
    const archive = await aCopy();
    const rows = gunzipSync(await readFile(join(archive, noteFile)));
    const twice = Buffer.concat([rows, rows]);
    await writeFile(join(archive, noteFile), gzipSync(twice));
    const sha256 = createHash('sha256').update(twice).digest('hex');
    await rewriteManifest(archive, (manifest) => ({
      ...manifest,
      tables: manifest.tables.map((table) => (table.name === 'note' ? { ...table, rows: 8, sha256 } : table)),
    }));

    await expect(restore(adminUrl, archive)).rejects.toThrow(/duplicate key/);

    expect(await schemasOf(adminUrl)).toEqual(['public']);
    await restore(adminUrl);
    expect(await content(adminUrl)).toEqual(await content(db.adminUrl));
  });
});

describe('the database to restore into', () => {
  it.each([
    ['a table', 'create table public.mine (id int)', 'the table public.mine'],
    ['a schema of ours', 'create schema notes', 'the schema notes'],
  ])('is refused when it holds %s, and left as it is', async (_, sql, found) => {
    const adminUrl = await scratch.create();
    await connected(adminUrl, (client) => client.query(sql));
    const before = await schemasOf(adminUrl);

    await expect(restore(adminUrl)).rejects.toThrow(
      `is not empty: it holds ${found}, for example. Restore into an empty database.`,
    );

    expect(await schemasOf(adminUrl)).toEqual(before);
  });

  it('is refused when an installation is in it', async () => {
    await expect(restore(db.adminUrl)).rejects.toThrow(/is not empty: it holds the table/);
  });

  it('is no installation when the restore was killed, until the next restore sweeps up', async () => {
    const adminUrl = await scratch.create();
    await installDatabase({ adminUrl, secretKey, modules, asOf: backup.manifest.migrations });
    await connected(adminUrl, (client) => client.query(`create schema ${restoreMarker}`));

    await expect(installDatabase({ adminUrl, secretKey, modules })).rejects.toThrow(
      /was begun and not finished; run it again/,
    );
    await restore(adminUrl);

    expect(await content(adminUrl)).toEqual(await content(db.adminUrl));
    expect(await schemasOf(adminUrl)).not.toContain(restoreMarker);
  });
});
