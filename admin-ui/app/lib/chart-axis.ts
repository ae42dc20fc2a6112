import { nice, ticks } from 'd3-array';
import { formatClock, formatDay, formatWeekday } from './format-time.ts';

export type YAxis = { top: number; ticks: { value: number; position: number; text: string }[] };

/** A zero baseline and three or four gridlines at round numbers, `write` puts a unit to them. */
export function yAxis(peak: number, write: (number: string) => string = (number) => number): YAxis {
  const [, top] = nice(0, Math.max(peak, 4), 4);
  return {
    top,
    ticks: ticks(0, top, 4).map((value) => ({
      value,
      position: 1 - value / top,
      text: value === 0 ? '0' : write(axisNumber(value, top)),
    })),
  };
}

function axisNumber(value: number, top: number): string {
  if (top >= 1_000_000) return `${Number((value / 1e6).toFixed(2))} M`;
  if (top >= 10_000) return `${Number((value / 1e3).toFixed(1))} k`;
  return value.toLocaleString('en-GB');
}

export type XTick = { position: number; weekday: string | null; text: string };

/** Labels where a reader looks for them: days at their start, hours at round ones, else evenly. */
export function xTicks(times: readonly Date[], stepSeconds: number, zone: string): XTick[] {
  const last = Math.max(1, times.length - 1);
  const place = (index: number, weekday: string | null, text: string): XTick => ({
    position: index / last,
    weekday,
    text,
  });
  if (stepSeconds >= 86_400) {
    const every = Math.max(1, Math.ceil(times.length / 5));
    return times.flatMap((time, index) =>
      (times.length - 1 - index) % every === 0 ? [place(index, null, formatDay(time, zone))] : [],
    );
  }
  if (times.length * stepSeconds > 2 * 86_400) {
    return times.flatMap((time, index) =>
      formatClock(time, zone) === '00:00'
        ? [place(index, formatWeekday(time, zone), formatDay(time, zone).split(' ')[0] ?? '')]
        : [],
    );
  }
  const every = Math.max(1, Math.round(times.length / 5));
  return times.flatMap((time, index) =>
    (times.length - 1 - index) % every === 0 ? [place(index, null, formatClock(time, zone))] : [],
  );
}

/** The step a row of a chart's table or its tip speaks about. */
export function stepName(at: Date, stepSeconds: number, zone: string): string {
  const day = `${formatWeekday(at, zone)} ${formatDay(at, zone)}`;
  return stepSeconds >= 86_400 ? day : `${day}, ${formatClock(at, zone)}`;
}
