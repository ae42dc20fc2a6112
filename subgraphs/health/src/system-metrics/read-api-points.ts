import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { ApiPoint } from '../generated/resolvers.ts';
import { quantile } from '../rollup/latency-histogram.ts';
import { pointsOf, type MetricsWindow } from './metrics-window.ts';
import { partsSql, stepOfPart, stepParameters } from './parts-sql.ts';

interface Row {
  at: number;
  requests: number;
  errors: number;
  latencies: string;
}

/** The API over the window. One statement. */
export async function readApiPoints({ em }: HealthContext, window: MetricsWindow): Promise<ApiPoint[]> {
  const parts = partsSql(window, {
    hour: 'select starts_at, requests, errors, latencies from api_hour',
    minute: `select starts_at, requests, case when status_class = 5 then requests else 0 end, latencies
      from api_minute`,
  });
  const rows = await executeSql<Row>(
    em,
    `with ${parts.sql}
     select ${stepOfPart} as at, sum(requests)::double precision as requests,
       sum(errors)::double precision as errors, sum(latencies)::text as latencies
     from parts group by 1`,
    [...parts.parameters, ...stepParameters(window)],
  );
  return pointsOf(window, rows, (at, row) => ({
    at,
    requests: row?.requests ?? 0,
    errors: row?.errors ?? 0,
    p50LatencyMs: quantile(row?.latencies ?? null, 0.5),
    p95LatencyMs: quantile(row?.latencies ?? null, 0.95),
    p99LatencyMs: quantile(row?.latencies ?? null, 0.99),
  }));
}
