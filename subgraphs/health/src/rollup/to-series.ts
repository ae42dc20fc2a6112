import type { ExecutionSeries, TimeRange } from '../generated/resolvers.ts';
import { quantile } from './latency-histogram.ts';
import { seriesOf } from './time-window.ts';

/** One step of a rollup. */
export interface SeriesRow {
  /** Start of the step, milliseconds since the epoch. */
  at: number;
  executions: number;
  failures: number;
  durations: string;
}

/** A series without gaps from the steps at which something happened. It ends with the step `now` lies in. */
export function toSeries(rows: readonly SeriesRow[], range: TimeRange, now: Date): ExecutionSeries {
  const { stepMs, from, count } = seriesOf(range, now);
  const byStart = new Map(rows.map((row) => [row.at, row]));
  return {
    range,
    stepSeconds: stepMs / 1000,
    points: Array.from({ length: count }, (_, index) => {
      const at = from.getTime() + index * stepMs;
      const row = byStart.get(at);
      return {
        at: new Date(at),
        executions: row?.executions ?? 0,
        failures: row?.failures ?? 0,
        p95DurationMs: row ? quantile(row.durations, 0.95) : null,
      };
    }),
  };
}
