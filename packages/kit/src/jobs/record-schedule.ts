import type pg from 'pg';
import type { CronEntry } from '../subgraph/module.ts';

/** Makes the recorded schedule of these modules what it is now; what other runners' modules said stays. */
export async function recordSchedule(
  pool: pg.Pool,
  modules: readonly string[],
  entries: readonly CronEntry[],
): Promise<void> {
  const tasks = entries.map(({ task }) => task);
  await pool.query(
    `delete from platform.schedule where split_part(task, ':', 1) = any ($1) and task <> all ($2)`,
    [modules, tasks],
  );
  await pool.query(
    `insert into platform.schedule (task, schedule) select * from unnest($1::text[], $2::text[]) order by 1
     on conflict (task) do update set schedule = excluded.schedule`,
    [tasks, entries.map(({ schedule }) => schedule)],
  );
}
