import type { ExecutionSeries } from '../generated/resolvers.ts';
import { quantile } from './latency-histogram.ts';
import { rangeOf, startsOf, stepsOf, type FigureWindow } from './window-stretches.ts';

/** One step of a rollup. */
export interface SeriesRow {
  /** Start of the step, milliseconds since the epoch. */
  at: number;
  executions: number;
  failures: number;
  durations: string;
}

/** A series without gaps from the steps at which something happened. A window that ends now ends with its step. */
export function toSeries(rows: readonly SeriesRow[], window: FigureWindow, now: Date): ExecutionSeries {
  const steps = stepsOf(window, now);
  const byStart = new Map(rows.map((row) => [row.at, row]));
  return {
    range: rangeOf(window),
    stepSeconds: steps.stepMs / 1000,
    points: startsOf(steps).map((at) => {
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
