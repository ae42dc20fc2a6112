import { line } from 'd3-shape';
import { useState } from 'react';
import { stepName, xTicks, yAxis } from '#app/lib/chart-axis.ts';
import { useTimeZone } from '#app/lib/now.tsx';
import { ChartFrame, ChartTable, ChartTip } from './chart-frame.tsx';

export type Series = {
  name: string;
  /** One value a step; null where nothing was measured, which leaves a gap. */
  values: readonly (number | null | undefined)[];
};

type SeriesChartProps = {
  times: readonly string[];
  series: readonly Series[];
  stepSeconds: number;
  format: (value: number | null | undefined) => string;
  summary: string;
  /** Said in the place of the lines when nothing was measured. */
  emptyText: string;
  /** The line the figures must not cross; drawn when it is within reach of them. */
  warnAt?: number | null;
  height?: number;
};

const strokes = [
  { stroke: 'var(--series-1)', dash: undefined },
  { stroke: 'var(--series-2)', dash: '5 3' },
  { stroke: 'var(--series-3)', dash: '2 2' },
] as const;

/** Up to three figures over time in one unit, told apart by colour and dash. */
export function SeriesChart(props: SeriesChartProps) {
  const { times, series, stepSeconds, format, summary, emptyText, warnAt, height = 176 } = props;
  const zone = useTimeZone();
  const [pointed, setPointed] = useState<number | null>(null);
  const last = Math.max(1, times.length - 1);
  const measured = series.flatMap(({ values }) => values.filter((value) => value != null));
  const peak = Math.max(0, ...measured);
  // A limit far above the figures would flatten them.
  const limit = warnAt != null && warnAt <= peak * 3 ? warnAt : null;
  const axis = yAxis(Math.max(peak, limit ?? 0));
  const x = (index: number) => (index / last) * 100;
  const y = (value: number) => 100 - (value / axis.top) * 100;
  const path = line<number | null | undefined>(
    (_, index) => x(index),
    (value) => y(value ?? 0),
  ).defined((value) => value != null);
  const dates = times.map((time) => new Date(time));
  const index = pointed === null ? null : Math.round(pointed * last);
  const at = index === null ? undefined : dates[index];
  return (
    <>
      <ChartFrame
        axis={axis}
        ticks={xTicks(dates, stepSeconds, zone)}
        height={height}
        summary={summary}
        onPoint={setPointed}
        note={measured.length > 0 ? null : <p className="chart-note">{emptyText}</p>}
        tip={
          index === null || at === undefined ? null : (
            <ChartTip
              position={index / last}
              title={stepName(at, stepSeconds, zone)}
              rows={series.map(({ name, values }) => [name, format(values[index])])}
            />
          )
        }
      >
        {limit === null ? null : (
          <path
            d={`M0 ${y(limit)}H100`}
            stroke="var(--warn-fg)"
            strokeDasharray="1 3"
            vectorEffect="non-scaling-stroke"
          />
        )}
        {series.map(({ name, values }, position) => (
          <path
            key={name}
            d={path(values) ?? ''}
            fill="none"
            stroke={strokes[position % strokes.length]?.stroke}
            strokeDasharray={strokes[position % strokes.length]?.dash}
            strokeWidth="1.6"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {series.map(({ name, values }, position) => (
          <path
            key={`${name} alone`}
            d={alone(values)
              .map((at) => `M${x(at)} ${y(values[at] ?? 0)}h0`)
              .join('')}
            stroke={strokes[position % strokes.length]?.stroke}
            strokeWidth="5"
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {index === null ? null : (
          <path d={`M${x(index)} 0V100`} stroke="var(--ink-3)" vectorEffect="non-scaling-stroke" />
        )}
      </ChartFrame>
      <ChartTable
        caption={summary}
        columns={['Time', ...series.map(({ name }) => name)]}
        rows={times.map((time, row) => ({
          key: time,
          cells: [
            stepName(new Date(time), stepSeconds, zone),
            ...series.map(({ values }) => format(values[row])),
          ],
        }))}
      />
    </>
  );
}

/** Steps that were measured between two that were not: no line goes through them, so they are drawn as points. */
function alone(values: Series['values']): number[] {
  return values.flatMap((value, at) =>
    value != null && values[at - 1] == null && values[at + 1] == null ? [at] : [],
  );
}

export function SeriesLegend({ series }: { series: readonly Pick<Series, 'name'>[] }) {
  return (
    <div className="legend mb-2">
      {series.map(({ name }, position) => (
        <span key={name}>
          <svg viewBox="0 0 16 8" aria-hidden="true">
            <path
              d="M0 4h16"
              stroke={strokes[position % strokes.length]?.stroke}
              strokeDasharray={strokes[position % strokes.length]?.dash}
              strokeWidth="2"
            />
          </svg>
          {name}
        </span>
      ))}
    </div>
  );
}
