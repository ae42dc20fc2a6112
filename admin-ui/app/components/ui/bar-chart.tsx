import { useState } from 'react';
import { yAxis } from '#app/lib/chart-axis.ts';
import { ChartFrame, ChartTable, ChartTip } from './chart-frame.tsx';

export type BarPoint = {
  key: string;
  /** What the bar stands for, in its tip and in the table: "Nov 2026". */
  name: string;
  /** Said under the bar; most bars have none. */
  tick: string | null;
  value: number;
};

type BarChartProps = {
  points: readonly BarPoint[];
  /** What is counted, as the table's column. */
  measure: string;
  /** What a bar stands for, as the table's column: "Hour", "Month". */
  step: string;
  format: (value: number) => string;
  /** Puts a unit to the numbers of the axis. */
  writeAxis?: (number: string) => string;
  summary: string;
  emptyText: string;
  height?: number;
  /** Only the last bar, which is now, in full colour. */
  isLastMarked?: boolean;
};

const quietFill = 'color-mix(in srgb, var(--series-1) 45%, var(--surface))';

/** One figure a step as bars on a zero baseline. */
export function BarChart(props: BarChartProps) {
  const { points, measure, step, format, writeAxis, summary, emptyText, height = 100, isLastMarked } = props;
  const [pointed, setPointed] = useState<number | null>(null);
  const axis = yAxis(Math.max(0, ...points.map((point) => point.value)), writeAxis);
  const width = 100 / Math.max(1, points.length);
  const gap = 0.25;
  const index = pointed === null ? null : Math.min(points.length - 1, Math.floor(pointed * points.length));
  const active = index === null ? undefined : points[index];
  const middle = (position: number) => (position + 0.5) / Math.max(1, points.length);
  return (
    <>
      <ChartFrame
        axis={axis}
        ticks={points.flatMap(({ tick }, position) =>
          tick === null ? [] : [{ position: middle(position), weekday: null, text: tick }],
        )}
        height={height}
        summary={summary}
        onPoint={setPointed}
        note={points.some((point) => point.value > 0) ? null : <p className="chart-note">{emptyText}</p>}
        tip={
          index === null || active === undefined ? null : (
            <ChartTip position={middle(index)} title={active.name} rows={[[measure, format(active.value)]]} />
          )
        }
      >
        {points.map((point, position) => {
          const size = (Math.max(0, point.value) / axis.top) * 100;
          const isQuiet = isLastMarked === true && position < points.length - 1;
          return (
            <rect
              key={point.key}
              x={position * width + (width * gap) / 2}
              width={width * (1 - gap)}
              y={100 - size}
              height={size}
              opacity={index === null || index === position ? 1 : 0.75}
              fill={isQuiet ? quietFill : 'var(--series-1)'}
            />
          );
        })}
      </ChartFrame>
      <ChartTable
        caption={summary}
        columns={[step, measure]}
        rows={points.map((point) => ({ key: point.key, cells: [point.name, format(point.value)] }))}
      />
    </>
  );
}
