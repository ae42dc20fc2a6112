import pg from 'pg';
import type { Log } from '../log.ts';

/** The jobs role's connections. A broken one is replaced by the pool; it must not end the process. */
export function createJobPool(databaseUrl: string, max: number, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'intendant jobs',
    max,
    idleTimeoutMillis: 30_000,
  });
  const warn = (error: Error): void => log.warn({ err: error }, 'a connection of the job runner broke');
  pool.on('error', warn);
  pool.on('connect', (client) => client.on('error', warn));
  return pool;
}
