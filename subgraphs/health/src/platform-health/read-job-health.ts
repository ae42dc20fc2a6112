import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { HealthState, JobHealth } from '../generated/resolvers.ts';
import { dayMs } from '../rollup/time-window.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';

type Row = Omit<JobHealth, 'state'>;

const order: readonly HealthState[] = ['CRITICAL', 'WARN', 'UNKNOWN', 'OK'];

/** Every scheduled job that ran at least once, those that fail first. One statement. */
export async function readJobHealth({ em, clock }: HealthContext): Promise<JobHealth[]> {
  const rows = await executeSql<Row>(
    em,
    `with task as (
       select task, count(*) filter (where status = 'FAILED' and started_at >= ?::timestamptz) as failures
       from platform.job_run group by task)
     select task.task as name, task.failures::integer as "failures24h", '' as schedule,
       ${instant('last.started_at')} as "lastRunAt", last.status as "lastStatus",
       case when last.status = 'FAILED' then last.error end as "lastError",
       extract(epoch from finished.finished_at - finished.started_at)::double precision * 1000 as "lastDurationMs"
     from task
     cross join lateral (
       select * from platform.job_run where task = task.task order by started_at desc, id desc limit 1) as last
     left join lateral (
       select * from platform.job_run where task = task.task and finished_at is not null
       order by started_at desc, id desc limit 1) as finished on true`,
    [new Date(clock.now().getTime() - dayMs)],
  );
  return rows
    .map((row) => ({ ...row, state: stateOfJob(row) }))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.name < b.name ? -1 : 1));
}

function stateOfJob({ lastStatus, failures24h }: Row): HealthState {
  return lastStatus === 'FAILED' ? 'CRITICAL' : failures24h > 0 ? 'WARN' : 'OK';
}
