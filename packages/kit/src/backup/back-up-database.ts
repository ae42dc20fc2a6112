import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describeConnectionError } from '../database/database-error.ts';
import { databaseOf } from '../database/role-url.ts';
import { errorCode } from '../errors.ts';
import { draftArchive } from './archive-directory.ts';
import { BackupError } from './backup-error.ts';
import { copySettings, copyToFile, type Copied } from './copy-table.ts';
import {
  manifestFile,
  newManifest,
  sealManifest,
  tableFile,
  type ArchivedTable,
  type Manifest,
} from './manifest.ts';
import { readMigrations, readSchemas, readSequences, readTables, type Table } from './read-catalog.ts';
import { takeTurn } from './take-turn.ts';

export interface BackUpOptions {
  /** The control database, with a role that reads everything: `installation.urlFor('backup')`. */
  url: string;
  /** Where archives are kept; created when missing, for this user only. */
  directory: string;
  /** Names the archive. */
  now: Date;
  /** Told once it is certain that no other backup of the database runs. */
  whenStarted?: () => Promise<void>;
}

export interface Backup {
  /** The archive's name, which is a folder in the directory. */
  name: string;
  path: string;
  sizeBytes: number;
  rows: number;
  manifest: Manifest;
}

const undefinedTable = '42P01';

/**
 * Writes an archive of the control database: the rows of every schema of Intendant as they are at one instant, with what
 * is needed to see that nothing is missing. It appears under its name whole or not at all, whenever the process ends.
 * Nothing waits for a backup but an installation that has something to do; work goes on meanwhile. Throws `BackupError`
 * when another backup of the same database runs or the directory cannot be used, `DatabaseError` when the database
 * cannot.
 */
export async function backUpDatabase(options: BackUpOptions): Promise<Backup> {
  const { url, directory, now, whenStarted } = options;
  const client = new pg.Client({ connectionString: url, application_name: 'intendant backup' });
  // Whatever breaks the connection also fails the statement under way.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw describeConnectionError(error, url);
  }
  try {
    await takeTurn(
      client,
      'intendant backup',
      'Another backup of this database is running; wait for it to end.',
    );
    // No migration may change what is about to be read.
    await client.query(`select pg_advisory_lock_shared(hashtextextended('intendant install', 0))`);
    await whenStarted?.();
    const draft = await draftArchive(directory, databaseOf(url), now);
    try {
      const manifest = await writeArchive(client, draft.path, now);
      const { path, sizeBytes } = await draft.finish();
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      return { name: draft.name, path, sizeBytes, rows, manifest };
    } catch (error) {
      await draft.discard();
      throw error;
    }
  } finally {
    await client.end().catch(() => {});
  }
}

async function writeArchive(client: pg.ClientBase, folder: string, takenAt: Date): Promise<Manifest> {
  await client.query('begin isolation level repeatable read read only');
  await client.query(`${copySettings}; set local lock_timeout = '60s'`);
  const { rows } = await client.query<{ database: string; version: string }>(
    `select current_database() as database, current_setting('server_version') as version`,
  );
  const schemas = await readSchemas(client);
  if (!schemas.includes('platform')) {
    throw new BackupError(`The database ${rows[0]?.database} holds no installation of Intendant to back up.`);
  }
  const tables: ArchivedTable[] = [];
  for (const table of await readTables(client, schemas)) {
    const archived = await archiveTable(client, table, folder);
    if (archived) {
      tables.push(archived);
    }
  }
  const manifest = newManifest({
    database: rows[0]?.database ?? '',
    takenAt: takenAt.toISOString(),
    postgresVersion: rows[0]?.version ?? '',
    migrations: await readMigrations(client, schemas),
    tables,
    // After the rows, so that no row has a number the restored sequence would hand out again.
    sequences: await readSequences(client, schemas),
  });
  await client.query('rollback');
  await writeFile(join(folder, manifestFile), sealManifest(manifest), {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  });
  return manifest;
}

/**
 * Copies a table and gives its lock back at once, by taking back the savepoint: held until the end, it would make the
 * drop of an old partition wait, and all of ingestion behind that. Null for a partition that was dropped meanwhile.
 */
async function archiveTable(
  client: pg.ClientBase,
  table: Table,
  folder: string,
): Promise<ArchivedTable | null> {
  const file = join(folder, tableFile(table));
  await client.query('savepoint one_table');
  let copied: Copied | null = null;
  try {
    copied = await copyToFile(client, table, file);
  } catch (error) {
    if (!table.partition || errorCode(error) !== undefinedTable) {
      throw error;
    }
    await rm(file, { force: true });
  }
  await client.query('rollback to savepoint one_table');
  return copied && { ...table, ...copied };
}
