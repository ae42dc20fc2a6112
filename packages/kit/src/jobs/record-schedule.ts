import type pg from 'pg';
import type { CronEntry } from '../subgraph/module.ts';

/**
 * Makes the recorded schedule of these modules what it is from now on; what other runners' modules said stays. A task is
 * registered anew at each start of its runner: what came due while none ran was nobody's to run.
 */
export async function recordSchedule(
  pool: pg.Pool,
  modules: readonly string[],
  entries: readonly CronEntry[],
  now: Date,
): Promise<void> {
  const tasks = entries.map(({ task }) => task);
  await pool.query(
    `delete from platform.schedule where split_part(task, ':', 1) = any ($1) and task <> all ($2)`,
    [modules, tasks],
  );
  await pool.query(
    `insert into platform.schedule (task, schedule, is_configured, is_key, registered_at)
     select *, $5::timestamptz from unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[]) order by 1
     on conflict (task) do update set
       schedule = excluded.schedule, is_configured = excluded.is_configured, is_key = excluded.is_key,
       registered_at = excluded.registered_at`,
    [
      tasks,
      entries.map(({ schedule }) => schedule),
      entries.map(({ isConfigured }) => isConfigured ?? true),
      entries.map(({ isKey }) => isKey ?? false),
      now,
    ],
  );
}
