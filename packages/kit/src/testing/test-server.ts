import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded-postgres/embedded-postgres.ts';
import { InstanceRunningError } from '../embedded-postgres/embedded-postgres-error.ts';

/** The environment variable by which a test run tells its workers where its server is. */
export const testServerVariable = 'INTENDANT_TEST_DATABASE_URL';

/**
 * Starts the server of a test run. The clusters of earlier runs are kept in the temporary folder with their migrated
 * templates, so that all but the first run start in no time; runs at the same time each take their own.
 */
export async function startTestServer(): Promise<EmbeddedPostgres> {
  const root = join(tmpdir(), 'intendant-test-clusters');
  mkdirSync(root, { recursive: true, mode: 0o755 });
  for (let slot = 0; ; slot += 1) {
    try {
      const server = await startEmbeddedPostgres({
        directory: join(root, `cluster-${slot}`),
        isDurable: false,
      });
      await dropLeftovers(server.url());
      return server;
    } catch (error) {
      if (!(error instanceof InstanceRunningError) || slot === 31) {
        throw error;
      }
    }
  }
}

/** The server of this run: the one the global setup started, or one for this process alone. */
export async function testServerUrl(): Promise<string> {
  const shared = process.env[testServerVariable];
  if (shared) {
    return shared;
  }
  own ??= startTestServer();
  return (await own).url();
}

let own: Promise<EmbeddedPostgres> | null = null;

/** Clones of a run that was killed, and templates beyond the ten newest. */
async function dropLeftovers(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname like 'test\\_%' or datname like 'building\\_%'
     union all
     (select datname from pg_database where datname like 'tpl\\_%' order by oid desc offset 10)`,
  );
  for (const { datname } of rows) {
    const name = pg.escapeIdentifier(datname);
    await client.query(`alter database ${name} is_template false`);
    await client.query(`drop database ${name} with (force)`);
  }
  await client.end();
}
