import { Link } from '@remix-run/react';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRevealed } from '#app/lib/use-revealed.ts';
import { RelativeTime } from './relative-time.tsx';

type CardProps = { className?: string; id?: string; children: ReactNode };

export function Card({ className = '', id, children }: CardProps) {
  return (
    <div className={`card ${className}`.trim()} id={id}>
      {children}
    </div>
  );
}

type CardHeadProps = {
  title: string;
  sub?: ReactNode;
  /** One level below the heading it stands under. */
  as?: 'h2' | 'h3';
  children?: ReactNode;
};

/** Title row of a card: name, a remark, and at the right a status or a link. */
export function CardHead({ title, sub, as: Heading = 'h3', children }: CardHeadProps) {
  return (
    <div className="card-head">
      <Heading>{title}</Heading>
      {sub === undefined ? null : <span className="card-sub">{sub}</span>}
      {children === undefined ? null : <div className="card-end">{children}</div>}
    </div>
  );
}

export function MoreLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="more">
      {children}
      <ChevronRight className="icon icon-s" aria-hidden />
    </Link>
  );
}

type SectionProps = {
  id: string;
  title: string;
  remark?: ReactNode;
  /** When its figures were computed, where they have an instant of their own. */
  asOf?: string;
  more?: ReactNode;
  children: ReactNode;
};

export function Section({ id, title, remark, asOf, more, children }: SectionProps) {
  const isRevealed = useRevealed();
  return (
    <section
      className={isRevealed ? 'section' : 'section unrevealed'}
      id={id}
      aria-labelledby={`${id}-title`}
    >
      <div className="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {remark === undefined ? null : <p>{remark}</p>}
        {asOf === undefined ? null : (
          <p className="as-of">
            as of <RelativeTime at={asOf} isFocusable />
          </p>
        )}
        {more}
      </div>
      {children}
    </section>
  );
}

/** Name and value, one a line. */
export function Facts({
  rows,
  className = '',
}: {
  rows: { name: string; value: ReactNode }[];
  className?: string;
}) {
  return (
    <dl className={`facts ${className}`.trim()}>
      {rows.map((row) => (
        <div key={row.name}>
          <dt>{row.name}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
