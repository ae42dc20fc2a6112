import type { ReactNode } from 'react';

type ClauseProps = {
  /** What is measured, with its window: "Failure rate 24 h". */
  label: string;
  value: string;
  /** The line it crossed: "threshold 10%". */
  limit: string;
  /** Value over threshold, for the bullet bar; null draws none. */
  ratio: number | null;
  isCritical: boolean;
  evidence?: ReactNode;
};

/** What fired, by how much. The bar ends at the value; the ink tick is the threshold. */
export function Clause({ label, value, limit, ratio, isCritical, evidence }: ClauseProps) {
  return (
    <div className={isCritical ? 'clause critical' : 'clause warn'}>
      <span className="label">{label}</span>
      <span className="clause-value">
        <b>{value}</b>
        <span>{limit}</span>
      </span>
      {ratio === null ? null : <Bullet ratio={ratio} />}
      {evidence === undefined ? null : <span className="label">{evidence}</span>}
    </div>
  );
}

// Twice the threshold fills the bar; beyond that the scale grows so that the value stays inside.
function Bullet({ ratio }: { ratio: number }) {
  const scale = Math.max(2, ratio * 1.06);
  return (
    <span className="bullet" aria-hidden="true">
      <i style={{ width: `${((ratio / scale) * 100).toFixed(1)}%` }} />
      <u style={{ left: `${(100 / scale).toFixed(1)}%` }} />
    </span>
  );
}
