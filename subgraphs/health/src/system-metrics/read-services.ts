import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { ServiceFigures } from '../generated/resolvers.ts';
import { quantile } from '../rollup/latency-histogram.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';
import type { MetricsWindow } from './metrics-window.ts';
import { partsSql } from './parts-sql.ts';

interface Row {
  service: string;
  requests: number;
  errors: number;
  latencies: string;
  lastAnswerAt: string | null;
}

/** The services behind the gateway within the window, by name. One statement. */
export async function readServices({ em }: HealthContext, window: MetricsWindow): Promise<ServiceFigures[]> {
  const columns = 'starts_at, service, requests, errors, last_answer_at, latencies';
  const parts = partsSql(window, {
    hour: `select ${columns} from service_hour`,
    minute: `select ${columns} from service_minute`,
  });
  const rows = await executeSql<Row>(
    em,
    `with ${parts.sql}
     select service, sum(requests)::double precision as requests, sum(errors)::double precision as errors,
       sum(latencies)::text as latencies, ${instant('max(last_answer_at)')} as "lastAnswerAt"
     from parts group by service order by service`,
    parts.parameters,
  );
  return rows.map(({ latencies, ...row }) => ({
    ...row,
    p50LatencyMs: quantile(latencies, 0.5),
    p95LatencyMs: quantile(latencies, 0.95),
  }));
}
