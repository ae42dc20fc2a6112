import { rangeOf, startsOf, stepsOf, type FigureWindow } from './window-stretches.ts';
import type { TimeRange } from '../generated/resolvers.ts';

/** One step of a rollup. */
export interface SeriesRow {
  /** Start of the step, milliseconds since the epoch. */
  at: number;
  executions: number;
  failures: number;
  /** A histogram; `FLEET` for that of all tenants together, which is read when it is asked for. */
  durations: string;
}

/** One step of a series. */
export interface SeriesPoint {
  at: Date;
  executions: number;
  failures: number;
  durations: string | null;
}

export interface Series {
  range: TimeRange | null;
  stepSeconds: number;
  points: SeriesPoint[];
}

/** Stands for the histograms of all tenants together. */
export const fleetHistogram = 'FLEET';

/** A series without gaps from the steps at which something happened. A window that ends now ends with its step. */
export function toSeries(rows: readonly SeriesRow[], window: FigureWindow, now: Date): Series {
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
        durations: row?.durations ?? null,
      };
    }),
  };
}
