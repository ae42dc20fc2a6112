import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { InvariantError } from '@intendant/kit/errors';
import { hourMs } from '../rollup/time-window.ts';

// More than are recorded: they are kept for 90 days.
const backupRunsRead = 10_000;

/** What Prometheus is told of jobs and of backups. */
export interface PlatformGaugesReading {
  depth: number;
  /** Null when none waits. */
  oldestJobAgeSeconds: number | null;
  deadLetters: number;
  /** Null when none ever ran. */
  lastRunAgeSeconds: number | null;
  /** Since the last that succeeded, or since the installation while none did; null where no backup is scheduled. */
  backupAgeSeconds: number | null;
  /** By task: every scheduled one, and whatever else ran within the hour. */
  failures: readonly { task: string; count: number }[];
}

/** Reads what Prometheus is told. One statement. */
export async function readPlatformGauges(em: EntityManager, now: Date): Promise<PlatformGaugesReading> {
  const [row] = await executeSql<PlatformGaugesReading>(
    em,
    `select q.depth::double precision, q.dead_letters::double precision as "deadLetters",
       extract(epoch from clock_timestamp() - q.oldest_run_at)::double precision as "oldestJobAgeSeconds",
       (select extract(epoch from ?::timestamptz - started_at)::double precision
        from platform.job_run order by id desc limit 1) as "lastRunAgeSeconds",
       (select extract(epoch from ?::timestamptz - case
            when finished_at is not null then finished_at
            when has_any or exists (select from platform.schedule where task like '%:back-up%')
            then (select min(executed_at) from migrations) end)::double precision
        from (select count(*) > 0 as has_any, max(finished_at) filter (where status = 'SUCCEEDED') as finished_at
              from platform.backup_runs(?)) as backup) as "backupAgeSeconds",
       (select coalesce(json_agg(json_build_object('task', task, 'count', failed) order by task), '[]')
        from (select task, coalesce(sum(failed), 0) as failed
              from platform.schedule s full join (
                select task, failed from platform.job_minute where starts_at >= ?::timestamptz) as m using (task)
              group by task) as t) as failures
     from platform.queue_state() as q`,
    [now, now, backupRunsRead, new Date(now.getTime() - hourMs)],
  );
  if (!row) {
    throw new InvariantError('The state of the queue is one row.');
  }
  return row;
}
