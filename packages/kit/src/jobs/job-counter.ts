import type { Job, WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

const intervalMs = 1_000;
const minuteMs = 60_000;

export interface JobCounter {
  start(): void;
  /** Writes what was counted since the last time; what cannot be written is kept for the next. */
  flush(): Promise<void>;
  /** Writes the rest. */
  stop(): Promise<void>;
}

interface Count {
  startsAt: number;
  task: string;
  succeeded: number;
  failed: number;
}

/**
 * Counts every attempt of every job by minute, task and how it ended, and adds the counts to `platform.job_minute` once
 * a second: one small statement however many jobs there were. A process that is killed loses its last second.
 */
export function createJobCounter(pool: pg.Pool, events: WorkerEvents, clock: Clock, log: Log): JobCounter {
  let counts = new Map<string, Count>();
  let timer: NodeJS.Timeout | null = null;
  let pending: Promise<void> = Promise.resolve();

  function add(startsAt: number, task: string, succeeded: number, failed: number): void {
    const key = `${startsAt} ${task}`;
    const count = counts.get(key) ?? { startsAt, task, succeeded: 0, failed: 0 };
    count.succeeded += succeeded;
    count.failed += failed;
    counts.set(key, count);
  }

  const minute = (): number => Math.floor(clock.now().getTime() / minuteMs) * minuteMs;
  events.on('job:success', ({ job }: { job: Job }) => add(minute(), job.task_identifier, 1, 0));
  events.on('job:error', ({ job }: { job: Job }) => add(minute(), job.task_identifier, 0, 1));

  async function write(): Promise<void> {
    const batch = [...counts.values()];
    if (batch.length === 0) {
      return;
    }
    counts = new Map();
    try {
      await pool.query(
        // In one order, so that runners that write at the same time wait for each other and never in a circle.
        `insert into platform.job_minute as m (starts_at, task, succeeded, failed)
         select * from unnest($1::timestamptz[], $2::text[], $3::bigint[], $4::bigint[]) order by 1, 2
         on conflict (starts_at, task) do update set
           succeeded = m.succeeded + excluded.succeeded, failed = m.failed + excluded.failed`,
        [
          batch.map(({ startsAt }) => new Date(startsAt)),
          batch.map(({ task }) => task),
          batch.map(({ succeeded }) => succeeded),
          batch.map(({ failed }) => failed),
        ],
      );
    } catch (error) {
      log.warn({ err: error }, 'the counts of finished jobs could not be written yet');
      for (const { startsAt, task, succeeded, failed } of batch) {
        add(startsAt, task, succeeded, failed);
      }
    }
  }

  function flush(): Promise<void> {
    pending = pending.then(write);
    return pending;
  }

  return {
    start() {
      timer = setInterval(() => void flush(), intervalMs);
    },
    flush,
    async stop() {
      if (timer) {
        clearInterval(timer);
      }
      await flush();
    },
  };
}
