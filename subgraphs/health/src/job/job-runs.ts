import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs, sortKeyIn, toConnection, type Connection } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import type { HealthContext } from '../context.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { JobRun, QueryJobRunsArgs } from '../generated/resolvers.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';
import { jobCursorSchema, jobNameSchema } from './job-id.ts';
import { redactNullable } from './redact-text.ts';

/**
 * Runs of the scheduled jobs, the latest first. One statement, whatever the page. Throws `UserError('BAD_INPUT')` for a
 * wrong cursor and beyond 100.
 */
export async function jobRuns(
  ctx: HealthContext,
  args: Partial<QueryJobRunsArgs>,
): Promise<Connection<JobRun>> {
  authoriseFleet(ctx);
  const connection = connectionArgs(args);
  const name = parseInput(jobNameSchema, args.name, 'name') ?? null;
  const before = connection.after ? sortKeyIn(connection.after, jobCursorSchema)[0] : null;
  const rows = await executeSql<JobRun>(
    ctx.em,
    // The text is for the caller; the order is of the number.
    `select r.id::text, task as name, ${instant('started_at')} as "startedAt", ${instant('finished_at')} as "finishedAt",
       extract(epoch from finished_at - started_at)::double precision * 1000 as "durationMs", attempt, status, error
     from platform.job_run r
     where (?::text is null or task = ?) and (?::bigint is null or r.id < ?)
     order by r.id desc limit ?`,
    [name, name, before, before, connection.first + 1],
  );
  const runs = rows.map((run) => ({ ...run, error: redactNullable(run.error ?? null) }));
  return toConnection(runs, connection, ({ id }) => [id]);
}
