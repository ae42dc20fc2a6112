import { dayMs, hourMs } from '../rollup/time-window.ts';
import type { MetricsWindow } from './metrics-window.ts';

/** Selections without a `where`, with the same columns, of which `starts_at` is one. */
export interface Sources {
  /** Of whole days; only where there are such. */
  day?: string;
  hour: string;
  minute: string;
}

export interface PartsSql {
  /** Common table expressions, of which `parts` holds the rows of the window. */
  sql: string;
  parameters: unknown[];
}

/**
 * The rows of a window, from the coarsest rollups that fit its steps: days, then hours, and minutes for the hours that
 * are not rolled up yet. Where one kind of rollup ends the next begins, so nothing is counted twice or left out.
 */
export function partsSql({ from, until, stepMs }: MetricsWindow, { day, hour, minute }: Sources): PartsSql {
  const parts = [
    ...(day ? [between(day, '?::timestamptz', 'least((select days from edge), ?::timestamptz)')] : []),
    between(
      hour,
      'greatest((select days from edge), ?::timestamptz)',
      'least((select hours from edge), ?::timestamptz)',
    ),
    between(minute, 'greatest((select hours from edge), ?::timestamptz)', '?::timestamptz'),
  ];
  return {
    sql: `
      edge as (
        select hours, case when ? then date_bin('1 day', hours, 'epoch') else '-infinity' end as days
        from (
          select case when ? then coalesce(max(rolled_until), '-infinity') else '-infinity' end as hours
          from platform_rollup) as rolled),
      parts as (${parts.join(' union all ')})`,
    parameters: [
      day !== undefined && stepMs >= dayMs,
      stepMs >= hourMs,
      ...parts.flatMap(() => [from, until]),
    ],
  };
}

function between(selection: string, from: string, until: string): string {
  return `${selection} where starts_at >= ${from} and starts_at < ${until}`;
}

/** SQL for the start of the step a row of `parts` lies in, in milliseconds since the epoch; with two parameters. */
export const stepOfPart = `
  (extract(epoch from date_bin(make_interval(secs => ?), starts_at, ?::timestamptz)) * 1000)::double precision`;

export function stepParameters({ stepSeconds, from }: MetricsWindow): unknown[] {
  return [stepSeconds, from];
}
