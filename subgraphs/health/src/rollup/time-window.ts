import type { TimeRange } from '../generated/resolvers.ts';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

export type Step = 'minute' | 'hour' | 'day';

export const stepMs: Readonly<Record<Step, number>> = { minute: minuteMs, hour: hourMs, day: dayMs };

const seriesSteps: Readonly<Record<TimeRange, { step: Step; count: number }>> = {
  H1: { step: 'minute', count: 60 },
  H24: { step: 'hour', count: 24 },
  D7: { step: 'hour', count: 168 },
  D30: { step: 'day', count: 30 },
  D90: { step: 'day', count: 90 },
};

/** The start of the step an instant lies in, in UTC. */
export function floorTo(step: Step, at: Date): Date {
  return new Date(Math.floor(at.getTime() / stepMs[step]) * stepMs[step]);
}

/** The start of the next step, unless the instant is the start of one. */
export function ceilTo(step: Step, at: Date): Date {
  return new Date(Math.ceil(at.getTime() / stepMs[step]) * stepMs[step]);
}

/** The window of `count` steps of which the last is the one `now` lies in; its start. */
export function windowStart(now: Date, step: Step, count: number): Date {
  return new Date(floorTo(step, now).getTime() - (count - 1) * stepMs[step]);
}

/** Start of the last so many days, to the minute: what happened at it or later lies within them. */
export function daysBack(now: Date, days: number): Date {
  return windowStart(now, 'minute', days * 1440);
}

/** One stretch of a window and the rollup that covers it exactly. `to` is exclusive; null is the future. */
export interface Stretch {
  step: Step;
  from: Date;
  to: Date | null;
}

/**
 * A window cut into stretches of the coarsest rollups that fit. 24 hours are exact to the minute (a partial hour of
 * minutes, then whole hours), 7 days to the hour (a partial day of hours, then whole days), longer windows go by days.
 */
export function stretchesOf(range: TimeRange, now: Date): Stretch[] {
  switch (range) {
    case 'H1':
      return [{ step: 'minute', from: windowStart(now, 'minute', 60), to: null }];
    case 'H24':
      return split(windowStart(now, 'minute', 1440), 'minute', 'hour');
    case 'D7':
      return split(windowStart(now, 'hour', 168), 'hour', 'day');
    case 'D30':
    case 'D90':
      return [{ step: 'day', from: windowStart(now, 'day', seriesSteps[range].count), to: null }];
  }
}

function split(from: Date, fine: Step, coarse: Step): Stretch[] {
  const border = ceilTo(coarse, from);
  return [
    { step: fine, from, to: border },
    { step: coarse, from: border, to: null },
  ];
}

/** The steps of a series: where the first starts, how long and how many they are. */
export function seriesOf(
  range: TimeRange,
  now: Date,
): { step: Step; stepMs: number; from: Date; count: number } {
  const { step, count } = seriesSteps[range];
  return { step, stepMs: stepMs[step], from: windowStart(now, step, count), count };
}
