import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { AssessmentBadge, type Assessed } from '#app/components/ui/assessment.tsx';
import { Card, CardHead, Facts } from '#app/components/ui/card.tsx';
import { Figure } from '#app/components/ui/figure.tsx';
import type { Measure } from '#app/lib/format.ts';

type HealthTileProps = {
  name: string;
  state: Assessed['state'];
  measure: Measure;
  label: string;
  /** Where the figure over time is. */
  to: string;
  chart?: ReactNode;
  /** What is wrong, where no figure says it. */
  notice?: string | null;
  facts: { name: string; value: ReactNode }[];
  /** The lines that warn, in the order of the facts. */
  limits: readonly (string | null)[];
  more: string;
};

/** One part of the platform: its figure, the facts behind it, and the lines that warn. */
export function HealthTile({
  name,
  state,
  measure,
  label,
  to,
  chart,
  notice = null,
  facts,
  limits,
  more,
}: HealthTileProps) {
  const warns = limits.filter((limit) => limit !== null);
  return (
    <Card>
      <CardHead title={name}>
        <AssessmentBadge assessment={{ state }} />
      </CardHead>
      <div className="tile-figure">
        <Link to={to}>
          <Figure measure={measure} />
          <span className="label">{label}</span>
        </Link>
        {chart}
      </div>
      <div className="card-body">
        {notice === null ? null : <p className="text-critical">{notice}</p>}
        <Facts rows={facts} />
      </div>
      <div className="card-foot">
        <span>{warns.length === 0 ? 'Nothing warns' : `Warn at ${warns.join(' or ')}`}</span>
        <Link to={to}>{more}</Link>
      </div>
    </Card>
  );
}

/** A line as text, when there is one. */
export function limitOf({ warnAt }: Assessed, format: (value: number) => string): string | null {
  return warnAt === null || warnAt === undefined ? null : format(warnAt);
}

/** A sparkline in words. */
export function sparkText(name: string, value: string, limit: string | null): string {
  const end = limit === null ? '' : `; warn limit ${limit}`;
  return `${name} by minute over the last hour, now ${value}${end}`;
}
