import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Platform } from '../instance/platform.ts';

const patienceMs = 60_000;

/**
 * Resolves once no job is due any more, so that every subgraph has heard of what was done; false when jobs are still
 * waiting after a minute, because nobody runs them.
 */
export async function waitForJobs(platform: Platform): Promise<boolean> {
  const client = new pg.Client({ connectionString: platform.installation.urlFor('jobs') });
  await client.connect();
  try {
    const giveUpAt = Date.now() + patienceMs;
    while (Date.now() < giveUpAt) {
      // A job that failed waits for its next attempt and is not due.
      const { rows } = await client.query<{ due: number }>(
        'select count(*)::int as due from graphile_worker.jobs where run_at <= now() and attempts < max_attempts',
      );
      if (rows[0]?.due === 0) {
        return true;
      }
      await pause(50);
    }
    return false;
  } finally {
    await client.end();
  }
}
