import type { Job } from 'graphile-worker';
import type pg from 'pg';
import type { Clock } from '../clock.ts';
import { errorMessage } from '../errors.ts';

/**
 * Keeps a row per run of a scheduled task: when it started, how it ended. A run that never ended because its
 * process died counts as failed once the task runs again.
 */
export async function recordRun(
  pool: pg.Pool,
  clock: Clock,
  task: string,
  job: Pick<Job, 'id' | 'attempts'>,
  work: () => Promise<void>,
): Promise<void> {
  await pool.query(
    `update platform.job_run set status = 'FAILED', finished_at = $2, error = 'The process ended during the run.'
     where task = $1 and status = 'RUNNING'`,
    [task, clock.now()],
  );
  const { rows } = await pool.query<{ id: string }>(
    `insert into platform.job_run (task, job_id, attempt, started_at, status) values ($1, $2, $3, $4, 'RUNNING')
     returning id`,
    [task, job.id, job.attempts, clock.now()],
  );
  const finish = (status: 'SUCCEEDED' | 'FAILED', error: string | null): Promise<unknown> =>
    pool.query('update platform.job_run set status = $2, error = $3, finished_at = $4 where id = $1', [
      rows[0]?.id,
      status,
      error,
      clock.now(),
    ]);
  try {
    await work();
  } catch (error) {
    await finish('FAILED', errorMessage(error));
    throw error;
  }
  await finish('SUCCEEDED', null);
}
