import { z } from 'zod';
import { parseInput } from '@intendant/kit/parse-input';
import type { TimeRange, TimeWindow } from '../generated/resolvers.ts';
import { dayMs, floorTo, hourMs } from './time-window.ts';

const maximumAgeDays = 90;

/** How long each preset is. */
export const rangeMs: Readonly<Record<TimeRange, number>> = {
  H1: hourMs,
  H24: dayMs,
  D7: 7 * dayMs,
  D30: 30 * dayMs,
  D90: 90 * dayMs,
};

/** A window of time somebody asked for. */
export interface RequestedWindow {
  /** The preset; null for a window between two instants. */
  range: TimeRange | null;
  from: Date;
  to: Date;
  /** Whether it ends now, so that what happens next belongs to it. */
  endsNow: boolean;
}

const instant = z.coerce.date();

const schema = z.object({
  range: z.enum(['H1', 'H24', 'D7', 'D30', 'D90']).nullish(),
  from: instant.nullish(),
  to: instant.nullish(),
});

/**
 * The window of an input `TimeWindow`, or the preset `fallback` when there is none. It begins on one of the last 90
 * days, by UTC, and ends now at the latest. Throws `UserError('BAD_INPUT')` on a field of `window`.
 */
export function requestedWindow(
  input: TimeWindow | null | undefined,
  fallback: TimeRange,
  now: Date,
): RequestedWindow {
  const { range, from, to } = parseInput(checkedAgainst(now), input ?? { range: fallback }, 'window');
  if (range || !from) {
    const preset = range ?? fallback;
    return { range: preset, from: new Date(now.getTime() - rangeMs[preset]), to: now, endsNow: true };
  }
  const endsNow = !to || to >= now;
  return { range: null, from, to: endsNow ? now : to, endsNow };
}

function checkedAgainst(now: Date) {
  const earliest = floorTo('day', new Date(now.getTime() - maximumAgeDays * dayMs));
  return schema.superRefine(({ range, from, to }, check) => {
    const refuse = (field: 'range' | 'from' | 'to', message: string): void =>
      check.addIssue({ code: 'custom', path: [field], message });
    if (range && (from || to)) {
      refuse('range', 'Give either a preset or two instants.');
    } else if (!range && !from) {
      refuse('from', 'Give a preset, or an instant at which the window starts.');
    } else if (from && from < earliest) {
      refuse('from', `The window may start at most ${maximumAgeDays} days ago.`);
    } else if (from && from >= now) {
      refuse('from', 'The window must start before now.');
    } else if (from && to && to <= from) {
      refuse('to', 'The window must end after it starts.');
    }
  });
}
