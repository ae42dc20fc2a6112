import type { CSSProperties, PointerEvent, ReactNode } from 'react';
import type { XTick, YAxis } from '#app/lib/chart-axis.ts';

type ChartFrameProps = {
  axis: YAxis;
  ticks: XTick[];
  height: number;
  /** The chart in one sentence: what a screen reader hears instead. */
  summary: string;
  children: ReactNode;
  tip?: ReactNode;
  note?: ReactNode;
  onPoint?: (position: number | null) => void;
};

/** Axes, gridlines and the plot; series draw into a 100 × 100 box that stretches with the card. */
export function ChartFrame({ axis, ticks, height, summary, children, tip, note, onPoint }: ChartFrameProps) {
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onPoint?.(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
  };
  return (
    <div className="chart" style={{ '--axis-width': '38px' } as CSSProperties}>
      <div className="chart-y" style={{ height }} aria-hidden="true">
        {axis.ticks.map((tick) => (
          <span key={tick.value} style={{ top: `${tick.position * 100}%` }}>
            {tick.text}
          </span>
        ))}
      </div>
      <div
        className="chart-plot"
        style={{ height }}
        onPointerMove={move}
        onPointerLeave={() => onPoint?.(null)}
      >
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={summary}>
          {axis.ticks.map((tick) => (
            <path
              key={tick.value}
              d={`M0 ${tick.position * 100}H100`}
              stroke={tick.value === 0 ? 'var(--line-strong)' : 'var(--grid)'}
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {children}
        </svg>
        {note}
        {tip}
      </div>
      <div className="chart-x" aria-hidden="true">
        {ticks.map((tick) => (
          <span
            key={tick.position}
            className={edge(tick.position)}
            style={{ left: `${tick.position * 100}%` }}
          >
            {tick.weekday === null ? null : <span className="weekday static">{tick.weekday} </span>}
            {tick.text}
          </span>
        ))}
      </div>
    </div>
  );
}

function edge(position: number): string | undefined {
  if (position < 0.03) return 'start';
  return position > 0.97 ? 'end' : undefined;
}

/** Floats beside the pointed-at step, on the side with room. */
export function ChartTip({
  position,
  title,
  rows,
}: {
  position: number;
  title: string;
  rows: [string, string][];
}) {
  const style =
    position < 0.6
      ? { left: `calc(${position * 100}% + 10px)` }
      : { right: `calc(${(1 - position) * 100}% + 10px)` };
  return (
    <dl className="chart-tip" style={style} aria-hidden="true">
      <b>{title}</b>
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type TableProps = { caption: string; columns: string[]; rows: { key: string; cells: string[] }[] };

/** The chart's figures as a table, one press away for everyone. */
export function ChartTable({ caption, columns, rows }: TableProps) {
  return (
    <details className="chart-table">
      <summary>Show as table</summary>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="table-scroll" role="region" aria-label={caption} tabIndex={0}>
        <table className="data-table">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={column} scope="col" className={index === 0 ? undefined : 'num'}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                {row.cells.map((cell, index) =>
                  index === 0 ? (
                    <th key={index} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={index} className="num">
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
