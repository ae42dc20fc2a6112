import type pg from 'pg';
import type { CronEntry } from '../subgraph/module.ts';

/** The kit's own scheduled task: every night, what the platform keeps for looking back only is shortened. */
export const pruneCron: CronEntry = { task: 'platform:prune', schedule: '17 3 * * *' };

const retention = '30 days';
const minutesRetention = '48 hours';

/** Deletes events (never an aggregate's newest state), recorded runs, counts and silent workers past their retention. */
export async function prune(pool: pg.Pool): Promise<void> {
  await pool.query(`delete from platform.event where recorded_at < now() - interval '${retention}'`);
  await pool.query(`delete from platform.job_run where started_at < now() - interval '${retention}'`);
  await pool.query(
    `delete from platform.job_minute where starts_at < now() - interval '${minutesRetention}'`,
  );
  await pool.query(`delete from platform.job_runner where seen_at < now() - interval '1 day'`);
}
