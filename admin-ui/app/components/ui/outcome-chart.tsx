import { useState } from 'react';
import { stepName, xTicks, yAxis } from '#app/lib/chart-axis.ts';
import { formatCount, formatPercent } from '#app/lib/format.ts';
import { useTimeZone } from '#app/lib/now.tsx';
import { ChartFrame, ChartTable, ChartTip } from './chart-frame.tsx';

export type OutcomePoint = { at: string; executions: number; failures: number };

const succeededFill = 'color-mix(in srgb, var(--series-1) 55%, var(--surface))';

type OutcomeChartProps = {
  points: readonly OutcomePoint[];
  stepSeconds: number;
  summary: string;
  /** Said in the place of the bars when there are none. */
  emptyText: string;
  height?: number;
};

/** Executions a step as bars: succeeded below, failed on top in critical red. */
export function OutcomeChart({ points, stepSeconds, summary, emptyText, height = 188 }: OutcomeChartProps) {
  const zone = useTimeZone();
  const [pointed, setPointed] = useState<number | null>(null);
  const axis = yAxis(Math.max(0, ...points.map((point) => point.executions)));
  const width = 100 / Math.max(1, points.length);
  const gap = points.length > 60 ? 0.12 : 0.28;
  const scale = (value: number) => (value / axis.top) * 100;
  const times = points.map((point) => new Date(point.at));
  const index = pointed === null ? null : Math.min(points.length - 1, Math.floor(pointed * points.length));
  const active = index === null ? undefined : points[index];
  // Bars have a width, so a label belongs under the middle of its bar.
  const ticks = xTicks(times, stepSeconds, zone).map((tick) => ({
    ...tick,
    position: (tick.position * Math.max(1, points.length - 1) + 0.5) / Math.max(1, points.length),
  }));

  return (
    <>
      <ChartFrame
        axis={axis}
        ticks={ticks}
        height={height}
        summary={summary}
        onPoint={setPointed}
        note={points.some((point) => point.executions > 0) ? null : <p className="chart-note">{emptyText}</p>}
        tip={
          index === null || active === undefined ? null : (
            <ChartTip
              position={(index + 0.5) / points.length}
              title={stepName(new Date(active.at), stepSeconds, zone)}
              rows={[
                ['Succeeded', formatCount(active.executions - active.failures)],
                ['Failed', formatCount(active.failures)],
              ]}
            />
          )
        }
      >
        {points.map((point, position) => (
          <g key={point.at} opacity={index === null || index === position ? 1 : 0.75}>
            <rect
              x={position * width + (width * gap) / 2}
              width={width * (1 - gap)}
              y={100 - scale(point.executions - point.failures)}
              height={scale(point.executions - point.failures)}
              fill={succeededFill}
            />
            <rect
              x={position * width + (width * gap) / 2}
              width={width * (1 - gap)}
              y={100 - scale(point.executions)}
              height={scale(point.failures)}
              fill="var(--critical-fg)"
            />
          </g>
        ))}
      </ChartFrame>
      <ChartTable
        caption={summary}
        columns={['Time', 'Executions', 'Failed', 'Failure rate']}
        rows={points.map((point) => ({
          key: point.at,
          cells: [
            stepName(new Date(point.at), stepSeconds, zone),
            formatCount(point.executions),
            formatCount(point.failures),
            formatPercent(point.executions === 0 ? null : point.failures / point.executions),
          ],
        }))}
      />
    </>
  );
}

export function OutcomeLegend() {
  return (
    <div className="legend">
      <span>
        <svg viewBox="0 0 16 8" aria-hidden="true">
          <rect x="3" width="9" height="8" rx="1" fill={succeededFill} />
        </svg>
        Succeeded
      </span>
      <span>
        <svg viewBox="0 0 16 8" aria-hidden="true">
          <rect x="3" width="9" height="8" rx="1" fill="var(--critical-fg)" />
        </svg>
        Failed
      </span>
    </div>
  );
}
