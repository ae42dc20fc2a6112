import type { RequestedWindow } from '../rollup/time-window-input.ts';
import { dayMs, hourMs, minuteMs } from '../rollup/time-window.ts';

const quarterMs = 15 * minuteMs;
// Minutes are kept this long.
const minutesKeptMs = 48 * hourMs;

/** A window cut into steps: the steps start at `from`, `stepMs` apart, and the last one ends at `until`. */
export interface MetricsWindow {
  from: Date;
  /** `until`, or now when the last step is not over. */
  to: Date;
  until: Date;
  stepMs: number;
  stepSeconds: number;
  count: number;
  asOf: Date;
}

/**
 * A minute a step up to 2 hours and 15 minutes up to a day, while minutes are kept; an hour up to 8 days, a day beyond.
 * A preset has as many steps as fit and ends with the one `now` lies in; another window is widened to whole steps.
 */
export function metricsWindow({ range, from, to }: RequestedWindow, now: Date): MetricsWindow {
  const stepMs = stepOf(from, to, now);
  const until = range ? floor(now, stepMs) + stepMs : ceil(to, stepMs);
  const start = range
    ? until - Math.round((to.getTime() - from.getTime()) / stepMs) * stepMs
    : floor(from, stepMs);
  return {
    from: new Date(start),
    to: new Date(Math.min(until, now.getTime())),
    until: new Date(until),
    stepMs,
    stepSeconds: stepMs / 1000,
    count: (until - start) / stepMs,
    asOf: now,
  };
}

function stepOf(from: Date, to: Date, now: Date): number {
  const lengthMs = to.getTime() - from.getTime();
  if (from.getTime() >= now.getTime() - minutesKeptMs) {
    if (lengthMs <= 2 * hourMs) {
      return minuteMs;
    }
    if (lengthMs <= dayMs) {
      return quarterMs;
    }
  }
  return lengthMs <= 8 * dayMs ? hourMs : dayMs;
}

function floor(at: Date, stepMs: number): number {
  return Math.floor(at.getTime() / stepMs) * stepMs;
}

function ceil(at: Date, stepMs: number): number {
  return Math.ceil(at.getTime() / stepMs) * stepMs;
}

/** One point a step, the oldest first, without gaps; `row` is what was found for the step. */
export function pointsOf<Row extends { at: number }, Point>(
  { from, stepMs, count }: MetricsWindow,
  rows: readonly Row[],
  point: (at: Date, row: Row | undefined) => Point,
): Point[] {
  const byStart = new Map(rows.map((row) => [row.at, row]));
  return Array.from({ length: count }, (_, index) => {
    const at = from.getTime() + index * stepMs;
    return point(new Date(at), byStart.get(at));
  });
}
