import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { isLeftOut } from '@intendant/kit/backup/left-out';
import { installDatabase } from '@intendant/kit/database/install';
import { silentLog } from '@intendant/kit/log';
import { fillTables } from '@intendant/kit/testing/fill-tables';
import { connected, scratchDatabases, tableChecksums } from '@intendant/kit/testing/scratch-databases';
import { readEnv, type StandaloneEnv } from './env.ts';
import { startControlDatabase } from './instance/control-database.ts';
import { databaseModules } from './instance/modules.ts';

const scratch = scratchDatabases();
let folder: string;
let dataDir: string;
let archive: string;
let expected: Record<string, string>;

interface Ended {
  code: number | null;
  output: string;
}

/** A command as npm runs it, on the data directory unless told otherwise. */
function begin(
  command: 'migrate' | 'backup' | 'restore',
  args: string[] = [],
  dir = dataDir,
): ChildProcessByStdio<null, Readable, Readable> {
  const entry = join(import.meta.dirname, `${command}.ts`);
  return spawn(process.execPath, ['--conditions=source', '--import', 'tsx', entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      NODE_ENV: 'production',
      PATH: process.env['PATH'],
      HOME: folder,
      INTENDANT_DATA_DIR: dir,
      INTENDANT_BACKUP_DIR: join(folder, 'backups'),
      INTENDANT_ADMIN_PASSWORD: 'correct horse battery',
    },
  });
}

async function run(...args: Parameters<typeof begin>): Promise<Ended> {
  const child = begin(...args);
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output: (await output).join('') };
}

function environment(dir = dataDir): StandaloneEnv {
  return readEnv({ INTENDANT_DATA_DIR: dir });
}

/** Does something with the embedded database of a data directory, as an instance that runs on it. */
async function onEmbedded<T>(work: (adminUrl: string) => Promise<T>, dir = dataDir): Promise<T> {
  const database = await startControlDatabase(environment(dir), silentLog);
  try {
    return await work(database.adminUrl);
  } finally {
    await database.stop();
  }
}

/** What is in every table that an archive holds. */
async function content(url: string): Promise<Record<string, string>> {
  const all = Object.entries(await tableChecksums(url));
  return Object.fromEntries(
    all.filter(([name]) => {
      const [schema = '', table = ''] = name.split('.');
      return !isLeftOut(schema, table);
    }),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intendant-restore-command-'));
  // PostgreSQL runs as another user when this process is root, and has to come through here.
  await chmod(folder, 0o711);
  dataDir = join(folder, 'data');
  await run('migrate');
  expected = await onEmbedded(async (adminUrl) => {
    await fillTables(adminUrl);
    return content(adminUrl);
  });
  const { output } = await run('backup');
  const [name = ''] = await readdir(join(folder, 'backups'));
  archive = join(folder, 'backups', name);
  expect(output).toContain(archive);
}, 240_000);
afterAll(async () => {
  await scratch.dropAll();
  await rm(folder, { recursive: true });
});

describe('npm run restore', () => {
  it('brings everything back into a new data directory after the old one is lost', async () => {
    const fresh = join(folder, 'fresh');
    await mkdir(fresh, { mode: 0o711 });
    await copyFile(join(dataDir, 'secret.key'), join(fresh, 'secret.key'));

    const { code, output } = await run('restore', [archive], fresh);

    expect(output).toMatch(
      /^Restored [\d,]+ rows of intendant as of \S+Z\. npm start goes on from there\.\n$/,
    );
    expect(code).toBe(0);
    expect(await onEmbedded(content, fresh)).toEqual(expected);
    expect(Object.values(expected).filter((table) => !table.startsWith('0 ')).length).toBeGreaterThan(40);
  }, 120_000);

  it('is refused while an instance runs on the data directory, and by what is in it', async () => {
    const refused = await onEmbedded(() => run('restore', [archive]));
    const occupied = await run('restore', [archive]);

    expect(refused.output).toMatch(/^Another instance \(process \d+\) is running on \S+; stop it first/);
    expect(occupied.output).toMatch(/^The database intendant is not empty: it holds .*Restore into an empty/);
    expect([refused.code, occupied.code]).toEqual([1, 1]);
    expect(await onEmbedded(content)).toEqual(expected);
  }, 120_000);

  it('asks for the secret key of the old installation instead of making one up', async () => {
    const fresh = join(folder, 'keyless');

    const { code, output } = await run('restore', [archive], fresh);

    expect(output).toMatch(/^There is no secret key: put the old installation's into \S+secret\.key/);
    expect(code).toBe(1);
  }, 120_000);

  it('names the file of a damaged archive, and leaves the database empty', async () => {
    const url = await scratch.create();
    const damaged = join(folder, 'damaged');
    await cp(archive, damaged, { recursive: true });
    await truncate(join(damaged, 'platform.event.copy.gz'), 40);

    const { code, output } = await run('restore', [damaged, '--database', url]);

    expect(output).toBe(
      `The archive ${damaged} is damaged: platform.event.copy.gz is not what was backed up. Nothing was restored.\n`,
    );
    expect(code).toBe(1);
    expect(await content(url)).toEqual({});
  }, 120_000);

  it('killed in the middle leaves no installation, and the same command again ends it', async () => {
    const url = await scratch.create();
    await holdLoading(url, async (untilHeld) => {
      const child = begin('restore', [archive, '--database', url]);
      const ended = once(child, 'exit');
      await untilHeld(child);
      child.kill('SIGKILL');
      await ended;
    });

    const started = installDatabase({ adminUrl: url, secretKey: 'k'.repeat(32), modules: databaseModules });
    await expect(started).rejects.toThrow(/A restore into the database \S+ was begun and not finished/);
    const { code } = await run('restore', [archive, '--database', url]);

    expect(code).toBe(0);
    expect(await content(url)).toEqual(expected);
  }, 120_000);
});

/** Runs work with every restore into a database held where rows have come back and foreign keys have not. */
async function holdLoading(
  url: string,
  work: (untilHeld: (restore: ChildProcess) => Promise<void>) => Promise<void>,
): Promise<void> {
  await connected(url, async (holder) => {
    await holder.query(`select pg_advisory_lock(1)`);
    await holder.query(`create function public.hold() returns event_trigger language plpgsql as $$
      begin
        if current_setting('application_name') = 'intendant restore' then
          if exists (select from platform.event) then
            perform pg_advisory_xact_lock(1);
          end if;
        end if;
      end $$`);
    await holder.query(
      `create event trigger hold on ddl_command_end when tag in ('ALTER TABLE') execute function public.hold()`,
    );
    await work(async (restore) => {
      let isHeld = false;
      while (!isHeld) {
        expect(restore.exitCode).toBeNull();
        const { rowCount } = await holder.query(
          `select from pg_stat_activity where datname = current_database()
             and application_name = 'intendant restore' and wait_event = 'advisory'`,
        );
        isHeld = rowCount === 1;
      }
    });
    await holder.query('drop event trigger hold');
    await holder.query('drop function public.hold');
  });
}
