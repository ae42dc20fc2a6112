import { resolve } from 'node:path';
import pg from 'pg';
import { checkServerVersion } from '../database/check-version.ts';
import { describeConnectionError } from '../database/database-error.ts';
import type { DatabaseModule } from '../database/database-module.ts';
import { installDatabase, type Installation } from '../database/install.ts';
import { databaseOf } from '../database/role-url.ts';
import { silentLog, type Log } from '../log.ts';
import { loadArchive } from './load-archive.ts';
import type { Manifest } from './manifest.ts';
import { abandonDatabase, claimEmptyDatabase } from './target-database.ts';
import { verifyArchive } from './verify-archive.ts';

export interface RestoreOptions {
  /** The folder of an archive. */
  archive: string;
  /** An empty database, with a user that may create roles and schemas in it. */
  adminUrl: string;
  /** The passwords of the roles derive from it. */
  secretKey: string;
  /** Every owner of a schema this version has. */
  modules: readonly DatabaseModule[];
  log?: Log;
}

export interface Restored {
  manifest: Manifest;
  installation: Installation;
}

/**
 * Restores an archive into an empty database and brings it up to date: the schemas as they were when it was taken, their
 * rows, then the migrations that came later. Whole or not at all: until the rows are committed the database is marked,
 * so that no process installs itself in it; a restore that fails empties it again, and one that was killed is swept away
 * by the next. Throws `BackupError` for an archive that is damaged or made by a later version, and for a database that is
 * not empty; `DatabaseError` for one that cannot be used.
 */
export async function restoreDatabase(options: RestoreOptions): Promise<Restored> {
  const { adminUrl, secretKey, modules, log = silentLog } = options;
  const archive = resolve(options.archive);
  const manifest = await verifyArchive(archive, modules);
  const schemas = ['platform', 'graphile_worker', ...modules.map(({ name }) => name)];
  const known = modules.filter(({ name }) => name in manifest.migrations);
  const client = await connect(adminUrl);
  // Whatever breaks the connection also fails the statement under way.
  client.on('error', () => {});
  try {
    await checkServerVersion(client);
    await claimEmptyDatabase(client, databaseOf(adminUrl), schemas);
    try {
      await installDatabase({ adminUrl, secretKey, modules: known, log, asOf: manifest.migrations });
      await loadArchive(client, archive, manifest, log);
    } catch (error) {
      await client.end().catch(() => {});
      await cleanUp(adminUrl, schemas, log);
      throw error;
    }
    // The rows came in bulk, and the planner knows nothing of them yet.
    await client.query('analyze');
  } finally {
    await client.end().catch(() => {});
  }
  return { manifest, installation: await installDatabase({ adminUrl, secretKey, modules, log }) };
}

async function connect(adminUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'intendant restore' });
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw describeConnectionError(error, adminUrl);
  }
}

/** On a connection of its own: the one that failed may be in the middle of anything. */
async function cleanUp(adminUrl: string, schemas: readonly string[], log: Log): Promise<void> {
  try {
    const client = await connect(adminUrl);
    try {
      await abandonDatabase(client, databaseOf(adminUrl), schemas);
    } finally {
      await client.end();
    }
  } catch (error) {
    log.warn({ err: error }, 'what the restore left could not be removed; the next one will do so');
  }
}
