import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { HealthState, JobHealth } from '../generated/resolvers.ts';
import { redactNullable } from '../job/redact-text.ts';
import { dayMs } from '../rollup/time-window.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';

type Row = Omit<JobHealth, 'state'>;

const order: readonly HealthState[] = ['CRITICAL', 'WARN', 'UNKNOWN', 'OK'];

/** Every scheduled job, those that fail first. One statement. */
export async function readJobHealth({ em, clock }: HealthContext): Promise<JobHealth[]> {
  const rows = await executeSql<Row>(
    em,
    `select s.task as name, s.schedule, ${instant('last.started_at')} as "lastRunAt", last.status as "lastStatus",
       case when last.status = 'FAILED' then last.error end as "lastError",
       extract(epoch from finished.finished_at - finished.started_at)::double precision * 1000 as "lastDurationMs",
       (select count(*)::integer from platform.job_run
        where task = s.task and status = 'FAILED' and started_at >= ?::timestamptz) as "failures24h"
     from platform.schedule s
     left join lateral (
       select started_at, status, error from platform.job_run
       where task = s.task order by started_at desc, id desc limit 1) as last on true
     left join lateral (
       select started_at, finished_at from platform.job_run
       where task = s.task and finished_at is not null
       order by started_at desc, id desc limit 1) as finished on true`,
    [new Date(clock.now().getTime() - dayMs)],
  );
  return rows
    .map((row) => ({ ...row, lastError: redactNullable(row.lastError ?? null), state: stateOfJob(row) }))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.name < b.name ? -1 : 1));
}

function stateOfJob({ lastStatus, failures24h }: Row): HealthState {
  if (lastStatus === null) {
    return 'UNKNOWN';
  }
  return lastStatus === 'FAILED' ? 'CRITICAL' : failures24h > 0 ? 'WARN' : 'OK';
}
