import type { TimeRange, TimeWindow } from '../generated/resolvers.ts';
import { requestedWindow } from './time-window-input.ts';
import {
  ceilTo,
  dayMs,
  floorTo,
  hourMs,
  seriesOf,
  stepMs,
  stretchesOf,
  windowStart,
  type Step,
  type Stretch,
} from './time-window.ts';

/** A window between two instants; without an end it ends now. */
export interface Between {
  from: Date;
  to: Date | null;
}

/** A window of a tenant's figures: the same for all fields of an operation that ask for the same. */
export type FigureWindow = TimeRange | Between;

/** The window asked for; `range` when there is none. Throws `UserError('BAD_INPUT')` on a field of `window`. */
export function figureWindow(
  input: TimeWindow | null | undefined,
  range: TimeRange,
  now: Date,
): FigureWindow {
  const window = requestedWindow(input, range, now);
  return window.range ?? { from: window.from, to: window.endsNow ? null : window.to };
}

/** The preset; null for a window between two instants. */
export function rangeOf(window: FigureWindow): TimeRange | null {
  return typeof window === 'string' ? window : null;
}

// Minutes are kept an hour longer, and hours for as long as a window may reach back.
const minutesKeptMs = 48 * hourMs;
const steps: readonly Step[] = ['minute', 'hour', 'day'];

/** A window cut into stretches of the coarsest rollups that fit, exact to the minute while minutes are kept. */
export function stretchesOfWindow(window: FigureWindow, now: Date): Stretch[] {
  if (typeof window === 'string') {
    return stretchesOf(window, now);
  }
  const finest = (at: Date): Step => (now.getTime() - at.getTime() <= minutesKeptMs ? 'minute' : 'hour');
  return cut(
    floorTo(finest(window.from), window.from),
    window.to && ceilTo(finest(window.to), window.to),
    steps,
  );
}

/** Workflows are counted by hours and days only: their shorter windows start and end with whole hours. */
export function hourlyStretches(window: FigureWindow, now: Date): Stretch[] {
  if (typeof window !== 'string') {
    return cut(floorTo('hour', window.from), window.to && ceilTo('hour', window.to), ['hour', 'day']);
  }
  switch (window) {
    case 'H1':
      return [{ step: 'hour', from: floorTo('hour', windowStart(now, 'minute', 60)), to: null }];
    case 'H24':
      return [{ step: 'hour', from: windowStart(now, 'hour', 24), to: null }];
    default:
      return stretchesOf(window, now);
  }
}

/** Whole steps of the coarsest kind in the middle, finer ones at both ends. */
function cut(from: Date, to: Date | null, [step = 'day', ...coarser]: readonly Step[]): Stretch[] {
  const [next] = coarser;
  if (!next) {
    return [{ step, from, to }];
  }
  const start = ceilTo(next, from);
  const end = to && floorTo(next, to);
  if (end && start >= end) {
    return [{ step, from, to }];
  }
  return [
    ...(from < start ? [{ step, from, to: start }] : []),
    ...cut(start, end, coarser),
    ...(to && end && end < to ? [{ step, from: end, to }] : []),
  ];
}

/** The steps of a series: how long they are, where the first starts, how many they are. */
export interface Steps {
  step: Step;
  stepMs: number;
  from: Date;
  count: number;
}

/** A minute a step up to an hour while minutes are kept, an hour up to 7 days, a day beyond; whole steps. */
export function stepsOf(window: FigureWindow, now: Date): Steps {
  if (typeof window === 'string') {
    return seriesOf(window, now);
  }
  const lengthMs = (window.to ?? now).getTime() - window.from.getTime();
  const hasMinutes = now.getTime() - window.from.getTime() <= minutesKeptMs;
  return stepsBetween(
    lengthMs <= hourMs && hasMinutes ? 'minute' : lengthMs <= 7 * dayMs ? 'hour' : 'day',
    window,
    now,
  );
}

/** The same for what is not counted by minutes. */
export function hourlySteps(window: FigureWindow, now: Date): Steps {
  if (window === 'H1') {
    const [stretch] = hourlyStretches('H1', now);
    return stepsBetween('hour', { from: stretch?.from ?? now, to: null }, now);
  }
  if (typeof window === 'string') {
    return seriesOf(window, now);
  }
  const lengthMs = (window.to ?? now).getTime() - window.from.getTime();
  return stepsBetween(lengthMs <= 7 * dayMs ? 'hour' : 'day', window, now);
}

function stepsBetween(step: Step, { from, to }: Between, now: Date): Steps {
  const start = floorTo(step, from);
  // A window that ends now ends with the step now lies in.
  const end = to ? ceilTo(step, to) : new Date(floorTo(step, now).getTime() + stepMs[step]);
  return {
    step,
    stepMs: stepMs[step],
    from: start,
    count: Math.max(1, (end.getTime() - start.getTime()) / stepMs[step]),
  };
}

/** The start of each step. */
export function startsOf({ from, stepMs: length, count }: Steps): number[] {
  return Array.from({ length: count }, (_, index) => from.getTime() + index * length);
}

/** The end of the last step, for windows that are over; null when the window ends now. */
export function endOf(window: FigureWindow, { from, stepMs: length, count }: Steps): Date | null {
  return typeof window === 'string' || window.to === null ? null : new Date(from.getTime() + count * length);
}
