import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '@intendant/kit/embedded-postgres/embedded-postgres';

const databaseName = 'intendant';
const settleTimeoutMs = 900_000;

/** A durable embedded PostgreSQL, as `npm start` runs it, for processes of several forms to share. */
export async function startControlDatabase(
  directory: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
  await withClient(server.url(), (client) => client.query(`create database ${databaseName}`));
  return { url: server.url(databaseName), stop: () => server.stop() };
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // A lost connection fails the query under way; without a listener it would end the process before it cleans up.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Lifts the rate limit of requests out of the way; it is still asked for every request. */
export async function liftRequestLimits(client: pg.Client): Promise<void> {
  for (const key of ['gateway.requests-per-second', 'gateway.request-burst']) {
    await client.query(`select platform.set_setting($1, '1000000'::jsonb, now(), 'benchmark')`, [key]);
  }
}

/** Resolves once no job is due and no tenant waits for its evaluation. Throws when that takes a quarter of an hour. */
export async function settled(client: pg.Client): Promise<void> {
  const giveUpAt = Date.now() + settleTimeoutMs;
  for (;;) {
    const { rows } = await client.query<{ due: number }>(
      `select ((select count(*) from graphile_worker.jobs where run_at <= now() and attempts < max_attempts)
         + (select count(*) from health.evaluation_due))::integer as due`,
    );
    if (rows[0]?.due === 0) {
      return;
    }
    if (Date.now() > giveUpAt) {
      throw new Error(`${rows[0]?.due} jobs and evaluations are still due after a quarter of an hour.`);
    }
    await pause(50);
  }
}

export async function serverVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version.split(' ')[0] ?? 'unknown';
}
