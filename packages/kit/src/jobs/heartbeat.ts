import type { WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import type { Log } from '../log.ts';

const intervalMs = 10_000;
const silence = '60 seconds';

export interface Heartbeat {
  /** Releases what crashed runners hold, then keeps showing that this one lives. */
  start(isOnlyRunner: boolean): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Lets runners notice each other's death. graphile-worker leaves the jobs of a killed process locked for four
 * hours; here every worker shows up each 10 s, and one that has not for 60 s loses its locks.
 */
export function createHeartbeat(pool: pg.Pool, events: WorkerEvents, log: Log): Heartbeat {
  const workers = new Set<string>();
  events.on('pool:create', ({ workerPool }) => void add(workerPool.id));
  events.on('worker:create', ({ worker }) => void add(worker.workerId));
  let timer: NodeJS.Timeout | null = null;
  let pending: Promise<void> = Promise.resolve();

  async function add(workerId: string): Promise<void> {
    workers.add(workerId);
    await beat();
  }

  function beat(): Promise<void> {
    pending = pending
      .then(async () => {
        await pool.query(
          `insert into platform.job_runner (worker_id, seen_at) select unnest($1::text[]), now()
           on conflict (worker_id) do update set seen_at = excluded.seen_at`,
          [[...workers]],
        );
      })
      .catch((error: unknown) => log.warn({ err: error }, 'the heartbeat of the job runner failed'));
    return pending;
  }

  async function release(isOnlyRunner: boolean): Promise<void> {
    const { rows } = await pool.query<{ worker_id: string }>(
      `select distinct j.locked_by as worker_id
       from graphile_worker.jobs j left join platform.job_runner r on r.worker_id = j.locked_by
       where j.locked_by is not null and not j.locked_by = any ($1::text[])
         and ($2 or coalesce(r.seen_at, j.locked_at) < now() - interval '${silence}')`,
      [[...workers], isOnlyRunner],
    );
    const dead = rows.map((row) => row.worker_id);
    if (dead.length > 0) {
      log.warn({ workers: dead }, 'releasing the jobs of workers that are gone');
      await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [dead]);
    }
  }

  return {
    async start(isOnlyRunner) {
      await release(isOnlyRunner);
      timer = setInterval(() => {
        void beat()
          .then(() => release(false))
          .catch((error: unknown) => log.warn({ err: error }, 'crashed workers could not be checked'));
      }, intervalMs);
    },
    async stop() {
      if (timer) {
        clearInterval(timer);
      }
      await pending;
      await pool
        .query('delete from platform.job_runner where worker_id = any ($1::text[])', [[...workers]])
        .catch(() => {});
    },
  };
}
