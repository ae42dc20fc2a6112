import { databaseMinutes, lastSize } from './read-database-points.ts';
import { queueMinutes } from './read-queue-points.ts';

/** How the rows of one rollup are added up from finer ones, between two instants. */
export interface RollupSql {
  columns: string;
  /** With two parameters: from when and until when. */
  selection: string;
}

// Clients name their operations; a name for every request must not fill the disk.
const operationsKept = 200;
const otherOperations = 'other';

const hour = `date_bin('1 hour', starts_at, 'epoch')`;
const day = `date_bin('1 day', starts_at, 'epoch')`;
const within = 'where starts_at >= ?::timestamptz and starts_at < ?::timestamptz';

/** The operations with most requests of each step; the rest counts under one name. */
function operationsOf(step: string, source: string, errors: string): RollupSql {
  return {
    columns: 'starts_at, operation, requests, errors, latencies',
    selection: `
      select at, case when position <= ${operationsKept} then operation else '${otherOperations}' end,
        sum(requests), sum(errors), sum(latencies)
      from (
        select ${step} as at, operation, sum(requests) as requests, sum(${errors}) as errors,
          sum(latencies) as latencies,
          row_number() over (partition by ${step} order by sum(requests) desc, operation) as position
        from ${source} ${within} group by 1, operation) as ranked
      group by 1, 2`,
  };
}

const gatewayErrors = 'case when status_class = 5 then requests else 0 end';

/** Every table of hours, from the minutes. */
export const hourlyRollups: readonly (RollupSql & { table: string })[] = [
  {
    table: 'api_hour',
    columns: 'starts_at, requests, errors, latencies',
    selection: `select ${hour}, sum(requests), sum(${gatewayErrors}), sum(latencies)
      from api_minute ${within} group by 1`,
  },
  { table: 'operation_hour', ...operationsOf(hour, 'gateway_minute', gatewayErrors) },
  {
    table: 'service_hour',
    columns: 'starts_at, service, requests, errors, last_answer_at, latencies',
    selection: `select ${hour}, service, sum(requests), sum(errors), max(last_answer_at), sum(latencies)
      from service_minute ${within} group by 1, 2`,
  },
  {
    table: 'queue_hour',
    columns: 'starts_at, depth, oldest_job_age_seconds, succeeded, failed',
    selection: `select ${hour}, max(depth), max(oldest_job_age_seconds), sum(succeeded), sum(failed)
      from (${queueMinutes}) as minutes ${within} group by 1`,
  },
  {
    table: 'database_hour',
    columns: 'starts_at, connections, size_bytes, slow_calls',
    selection: `select ${hour}, max(connections), ${lastSize}, sum(slow_calls)
      from (${databaseMinutes}) as minutes ${within} group by 1`,
  },
];

/** Whole days of operations, from their hours. */
export const operationDays: RollupSql = operationsOf(day, 'operation_hour', 'errors');
