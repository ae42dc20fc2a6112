import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { ApiHealth } from '../generated/resolvers.ts';
import { quantile } from '../rollup/latency-histogram.ts';
import { minuteMs, windowStart } from '../rollup/time-window.ts';
import { assess, worstOf } from './health-state.ts';

const minutesShown = 60;

interface Row {
  /** Start of the minute in milliseconds since the epoch; null for the hour and the day. */
  at: number | null;
  window: 'minute' | 'hour' | 'day';
  requests: number;
  errors: number;
  latencies: string;
}

/** The API as its callers see it, from what the gateways flushed. One statement. */
export async function readApiHealth({ em, clock, settings }: HealthContext): Promise<ApiHealth> {
  const hourStart = windowStart(clock.now(), 'minute', minutesShown);
  const [rows, errorRateWarn, errorRateCritical, latencyWarnMs, latencyCriticalMs] = await Promise.all([
    readRows(em, hourStart, windowStart(clock.now(), 'minute', 1440)),
    settings.get('health.api-error-rate-warn'),
    settings.get('health.api-error-rate-critical'),
    settings.get('health.api-latency-warn-ms'),
    settings.get('health.api-latency-critical-ms'),
  ]);
  const hour = rows.find((row) => row.window === 'hour');
  const day = rows.find((row) => row.window === 'day');
  const byMinute = new Map(
    rows.filter((row) => row.window === 'minute').map((row) => [row.at, row.latencies]),
  );
  const errorRate1h = rateOf(hour);
  const p95LatencyMs1h = quantile(hour?.latencies ?? null, 0.95);
  const errorRateAssessment = assess(errorRate1h, errorRateWarn, errorRateCritical);
  const latencyAssessment = assess(p95LatencyMs1h, latencyWarnMs, latencyCriticalMs);
  return {
    state: worstOf([errorRateAssessment.state, latencyAssessment.state]),
    requests1h: hour?.requests ?? 0,
    requests24h: day?.requests ?? 0,
    errorRate1h,
    errorRate24h: rateOf(day),
    p95LatencyMs1h,
    latencyWarnMs,
    errorRateWarn,
    errorRateAssessment,
    latencyAssessment,
    p95LatencyMsByMinute: Array.from({ length: minutesShown }, (_, index) =>
      quantile(byMinute.get(hourStart.getTime() + index * minuteMs) ?? null, 0.95),
    ),
  };
}

function rateOf(row: Row | undefined): number | null {
  return row && row.requests > 0 ? row.errors / row.requests : null;
}

function readRows(em: HealthContext['em'], hourStart: Date, dayStart: Date): Promise<Row[]> {
  return executeSql<Row>(
    em,
    `with minutes as (
       select starts_at, sum(requests) as requests, coalesce(sum(requests) filter (where status_class = 5), 0) as errors,
         sum(latencies) as latencies, starts_at >= ?::timestamptz as is_recent
       from api_minute where starts_at >= ?::timestamptz group by starts_at),
     figures as (
       select (extract(epoch from starts_at) * 1000)::double precision as at, 'minute' as "window", requests, errors,
         latencies from minutes where is_recent
       union all select null, 'hour', sum(requests), sum(errors), sum(latencies) from minutes where is_recent
       union all select null, 'day', sum(requests), sum(errors), 0 from minutes)
     select at, "window", coalesce(requests, 0)::double precision as requests,
       coalesce(errors, 0)::double precision as errors, coalesce(latencies, 0)::text as latencies from figures`,
    [hourStart, dayStart],
  );
}
