import { area, line } from 'd3-shape';

type SparklineProps = {
  /** One value a step, the oldest first; null where nothing was measured. */
  values: readonly (number | null)[];
  /** What the line shows, in words: the only thing a screen reader gets. */
  label: string;
  threshold?: number;
  isWarn?: boolean;
  isCritical?: boolean;
  height?: number;
  hasFill?: boolean;
};

/** The shape of the recent past, on a zero baseline, with the warn line when it is within reach. */
export function Sparkline({
  values,
  label,
  threshold,
  isWarn,
  isCritical,
  height = 44,
  hasFill = true,
}: SparklineProps) {
  const known = values.filter((value): value is number => value !== null);
  const peak = Math.max(...known, 0);
  // A threshold far above the values would press them flat, so it is drawn only when it is near.
  const isThresholdShown = threshold !== undefined && threshold <= peak * 3;
  const top = Math.max(peak, isThresholdShown ? threshold : 0) * 1.08 || 1;
  const x = (index: number) => (index / Math.max(1, values.length - 1)) * 100;
  const y = (value: number) => height - (value / top) * height;
  const points = values.map((value, index) => ({ index, value }));
  const isKnown = (point: { value: number | null }) => point.value !== null;
  const stroke = line<(typeof points)[number]>(
    (point) => x(point.index),
    (point) => y(point.value ?? 0),
  ).defined(isKnown);
  const fill = area<(typeof points)[number]>(
    (point) => x(point.index),
    height,
    (point) => y(point.value ?? 0),
  ).defined(isKnown);
  const last = points.findLast(isKnown);
  const colour = isCritical ? 'var(--critical-fg)' : isWarn ? 'var(--warn-fg)' : 'var(--series-1)';
  return (
    <svg
      className="spark"
      height={height}
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {hasFill && !isWarn && !isCritical ? <path d={fill(points) ?? ''} fill="var(--series-1-soft)" /> : null}
      <path d={`M0 ${height}H100`} stroke="var(--line-strong)" vectorEffect="non-scaling-stroke" />
      {isThresholdShown ? (
        <path
          d={`M0 ${y(threshold)}H100`}
          stroke="var(--ink-3)"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
      ) : null}
      <path
        d={stroke(points) ?? ''}
        fill="none"
        stroke={colour}
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
      {last === undefined ? null : (
        <path
          d={`M${x(last.index)} ${y(last.value ?? 0)}h0`}
          stroke={colour}
          strokeWidth="6"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
