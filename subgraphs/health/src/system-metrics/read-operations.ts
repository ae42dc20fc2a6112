import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs } from '@intendant/kit/pagination';
import type { HealthContext } from '../context.ts';
import type { OperationFigures } from '../generated/resolvers.ts';
import { quantile } from '../rollup/latency-histogram.ts';
import type { MetricsWindow } from './metrics-window.ts';
import { partsSql } from './parts-sql.ts';

interface Row {
  operation: string;
  requests: number;
  errors: number;
  latencies: string;
}

/** Operations of the API within the window, those with most requests first. One statement. Throws `UserError` beyond 100. */
export async function readOperations(
  { em }: HealthContext,
  window: MetricsWindow,
  first: number | null | undefined,
): Promise<OperationFigures[]> {
  const limit = connectionArgs({ first: first ?? 20 }).first;
  const columns = 'starts_at, operation, requests, errors, latencies';
  const parts = partsSql(window, {
    day: `select ${columns} from operation_day`,
    hour: `select ${columns} from operation_hour`,
    minute: `select starts_at, operation, requests, case when status_class = 5 then requests else 0 end, latencies
      from gateway_minute`,
  });
  const rows = await executeSql<Row>(
    em,
    `with ${parts.sql}
     select operation, sum(requests)::double precision as requests, sum(errors)::double precision as errors,
       sum(latencies)::text as latencies
     from parts group by operation order by sum(requests) desc, operation limit ?`,
    [...parts.parameters, limit],
  );
  return rows.map(({ latencies, ...row }) => ({
    ...row,
    p50LatencyMs: quantile(latencies, 0.5),
    p95LatencyMs: quantile(latencies, 0.95),
  }));
}
