import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import {
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from '@intendant/kit/embedded-postgres/embedded-postgres';
import { InstanceRunningError } from '@intendant/kit/embedded-postgres/embedded-postgres-error';
import type { Log } from '@intendant/kit/log';
import type { StandaloneEnv } from '../env.ts';
import { OperatorError } from '../operator-error.ts';
import { ensureDataDirectory } from './data-directory.ts';

export interface ControlDatabase {
  /** A connection that may create roles and schemas. */
  adminUrl: string;
  isEmbedded: boolean;
  /** Whether an instance is running on it beside this process. */
  isShared: boolean;
  /** Whether a server that a crash had left running was found and stopped first. */
  hasRecovered: boolean;
  /** Stops the server when this process started it. */
  stop(): Promise<void>;
}

const databaseName = 'intendant';
const patienceMs = 20_000;

/**
 * The control database for as long as this process lives: the one of `DATABASE_URL`, or the embedded server of the
 * data directory. Throws when another process runs on that directory, with one line that names it.
 */
export async function startControlDatabase(env: StandaloneEnv, log: Log): Promise<ControlDatabase> {
  ensureDataDirectory(env.dataDir);
  if (env.databaseUrl !== null) {
    return external(env.databaseUrl);
  }
  const server = await startEmbeddedPostgres({ directory: env.dataDir, log });
  try {
    await createDatabase(server.url());
  } catch (error) {
    await server.stop();
    throw error;
  }
  const { hasRecovered } = server;
  const adminUrl = server.url(databaseName);
  return { adminUrl, isEmbedded: true, isShared: false, hasRecovered, stop: () => server.stop() };
}

/**
 * The control database for the moment of one command: that of the running instance, or one started for the moment.
 * Waits for an instance that is just starting or stopping.
 */
export async function borrowControlDatabase(env: StandaloneEnv, log: Log): Promise<ControlDatabase> {
  ensureDataDirectory(env.dataDir);
  if (env.databaseUrl !== null) {
    return external(env.databaseUrl);
  }
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const adminUrl = findEmbeddedPostgres(env.dataDir, databaseName);
    if (adminUrl !== null && (await isReachable(adminUrl))) {
      return { ...external(adminUrl), isEmbedded: true, isShared: true };
    }
    try {
      return await startControlDatabase(env, log);
    } catch (error) {
      if (!(error instanceof InstanceRunningError)) {
        throw error;
      }
      if (Date.now() > giveUpAt) {
        throw new OperatorError(
          `The instance on ${env.dataDir} (process ${error.pid}) does not become ready; try again once it runs.`,
          { cause: error },
        );
      }
      await pause(250);
    }
  }
}

function external(adminUrl: string): ControlDatabase {
  return { adminUrl, isEmbedded: false, isShared: false, hasRecovered: false, stop: () => Promise.resolve() };
}

async function createDatabase(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) {
      await client.query(`create database ${pg.escapeIdentifier(databaseName)}`);
    }
  } finally {
    await client.end();
  }
}

async function isReachable(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
