import { area, line } from 'd3-shape';
import { useState } from 'react';
import { stepName, xTicks, yAxis } from '#app/lib/chart-axis.ts';
import { formatCount } from '#app/lib/format.ts';
import { useTimeZone } from '#app/lib/now.tsx';
import { ChartFrame, ChartTable, ChartTip } from './chart-frame.tsx';

type LineChartProps = {
  points: readonly { at: string; value: number }[];
  previous: readonly number[];
  stepSeconds: number;
  /** When the figures were read: a last step that still runs is drawn dotted. */
  asOf: string;
  names: { current: string; previous: string };
  summary: string;
  /** Said in the place of the lines when nothing was counted in either period. */
  emptyText: string;
  height?: number;
};

/** One figure over time against the period before, which is dashed and grey. */
export function LineChart({
  points,
  previous,
  stepSeconds,
  asOf,
  names,
  summary,
  emptyText,
  height = 176,
}: LineChartProps) {
  const zone = useTimeZone();
  const [pointed, setPointed] = useState<number | null>(null);
  const last = Math.max(1, points.length - 1);
  const peak = Math.max(0, ...points.map((point) => point.value), ...previous);
  const axis = yAxis(peak);
  const x = (index: number) => (index / last) * 100;
  const y = (value: number) => 100 - (value / axis.top) * 100;
  const path = line<number>((_, index) => x(index), y);
  const fill = area<number>((_, index) => x(index), 100, y);
  const values = points.map((point) => point.value);
  const finished = isRunning(points.at(-1)?.at, stepSeconds, asOf) ? values.slice(0, -1) : values;
  const times = points.map((point) => new Date(point.at));
  const index = pointed === null ? null : Math.round(pointed * last);
  const at = index === null ? undefined : times[index];

  return (
    <>
      <ChartFrame
        axis={axis}
        ticks={xTicks(times, stepSeconds, zone)}
        height={height}
        summary={summary}
        onPoint={setPointed}
        note={peak > 0 ? null : <p className="chart-note">{emptyText}</p>}
        tip={
          index === null || at === undefined ? null : (
            <ChartTip
              position={index / last}
              title={stepName(at, stepSeconds, zone)}
              rows={[
                [names.current, formatCount(values[index])],
                [names.previous, formatCount(previous[index])],
              ]}
            />
          )
        }
      >
        <path
          d={path(previous.slice(0, points.length)) ?? ''}
          fill="none"
          stroke="var(--series-5)"
          strokeWidth="1.6"
          strokeDasharray="3 3"
          opacity=".8"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
        <path d={fill(finished) ?? ''} fill="var(--series-1-soft)" />
        <path
          d={path(finished) ?? ''}
          fill="none"
          stroke="var(--series-1)"
          strokeWidth="1.6"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
        {finished.length === values.length ? null : (
          <path
            d={`M${x(last - 1)} ${y(values.at(-2) ?? 0)}L${x(last)} ${y(values.at(-1) ?? 0)}`}
            stroke="var(--series-1)"
            strokeWidth="1.6"
            strokeDasharray="1.5 3"
            vectorEffect="non-scaling-stroke"
          />
        )}
        {index === null ? null : (
          <>
            <path d={`M${x(index)} 0V100`} stroke="var(--ink-3)" vectorEffect="non-scaling-stroke" />
            <path
              d={`M${x(index)} ${y(values[index] ?? 0)}h0`}
              stroke="var(--series-1)"
              strokeWidth="8"
              strokeLinecap="round"
              vectorEffect="non-scaling-stroke"
            />
          </>
        )}
      </ChartFrame>
      <ChartTable
        caption={summary}
        columns={['Time', names.current, names.previous]}
        rows={points.map((point, row) => ({
          key: point.at,
          cells: [
            stepName(new Date(point.at), stepSeconds, zone),
            formatCount(point.value),
            formatCount(previous[row]),
          ],
        }))}
      />
    </>
  );
}

function isRunning(lastAt: string | undefined, stepSeconds: number, asOf: string): boolean {
  return lastAt !== undefined && Date.parse(lastAt) + stepSeconds * 1000 > Date.parse(asOf);
}

export function LineLegend({ names }: { names: { current: string; previous: string } }) {
  return (
    <div className="legend">
      <span>
        <svg viewBox="0 0 16 8" aria-hidden="true">
          <path d="M0 4h16" stroke="var(--series-1)" strokeWidth="2" />
        </svg>
        {names.current}
      </span>
      <span>
        <svg viewBox="0 0 16 8" aria-hidden="true">
          <path d="M0 4h16" stroke="var(--series-5)" strokeWidth="2" strokeDasharray="3 2" />
        </svg>
        {names.previous}
      </span>
    </div>
  );
}
