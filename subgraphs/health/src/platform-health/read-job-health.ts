import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { HealthState, JobHealth } from '../generated/resolvers.ts';
import { redactNullable } from '../job/redact-text.ts';
import { dayMs } from '../rollup/time-window.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';
import { isOverdue } from './is-overdue.ts';

interface Row extends Omit<JobHealth, 'state' | 'isOverdue'> {
  /** In milliseconds since the epoch. */
  registeredAt: number | null;
  isKey: boolean;
}

const troubles: readonly HealthState[] = ['OK', 'WARN', 'CRITICAL'];

/**
 * Every scheduled job, those that fail first, then the platform's key jobs; of equals those that never ran, then by name.
 * One statement.
 */
export async function readJobHealth({ em, clock }: HealthContext): Promise<JobHealth[]> {
  const rows = await executeSql<Row>(
    em,
    `select s.task as name, s.schedule, s.is_key as "isKey",
       extract(epoch from s.registered_at)::double precision * 1000 as "registeredAt",
       ${instant('last.started_at')} as "lastRunAt", last.status as "lastStatus",
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
    .map((row) => judge(row, clock.now()))
    .sort(
      (a, b) =>
        trouble(b) - trouble(a) ||
        Number(b.isKey) - Number(a.isKey) ||
        Number(b.state === 'UNKNOWN') - Number(a.state === 'UNKNOWN') ||
        (a.name < b.name ? -1 : 1),
    );
}

/** A job that never ran is no more trouble than one that runs. */
function trouble({ state }: { state: HealthState }): number {
  return Math.max(0, troubles.indexOf(state));
}

function judge(row: Row, now: Date) {
  const startedAt = row.lastRunAt ? Date.parse(String(row.lastRunAt)) : null;
  const overdue = isOverdue(row, startedAt, now);
  const lastError = redactNullable(row.lastError ?? null);
  return { ...row, lastError, isOverdue: overdue, state: overdue ? ('CRITICAL' as const) : stateOfRuns(row) };
}

function stateOfRuns({ lastStatus, failures24h }: Row): HealthState {
  if (lastStatus === null) {
    return 'UNKNOWN';
  }
  return lastStatus === 'FAILED' ? 'CRITICAL' : failures24h > 0 ? 'WARN' : 'OK';
}
