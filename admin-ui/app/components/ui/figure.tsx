import { Link } from '@remix-run/react';
import { TrendingDown, TrendingUp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Measure } from '#app/lib/format.ts';

/** A key figure with its unit set smaller. */
export function Figure({ measure, of }: { measure: Measure; of?: string }) {
  const unit = of ?? measure.unit;
  return (
    <span className="figure">
      {measure.value}
      {unit === null ? null : <small> {unit}</small>}
    </span>
  );
}

/** A change against a named base. The arrow gives the direction; colour only when the change is bad. */
export function Delta({ text, isBad }: { text: string; isBad?: boolean }) {
  const Arrow = text.startsWith('−') ? TrendingDown : TrendingUp;
  return (
    <span className={isBad ? 'delta bad' : 'delta'}>
      {/^[+−]/.test(text) ? <Arrow aria-hidden /> : null}
      {text}
    </span>
  );
}

type FigureCellProps = { label: string; status?: ReactNode; to?: string; children: ReactNode };

/** One cell of a row of figures; with `to` the whole cell leads to the rows behind the number. */
export function FigureCell({ label, status, to, children }: FigureCellProps) {
  const content = (
    <>
      <span className="label">
        {label} {status}
      </span>
      {children}
    </>
  );
  return to === undefined ? <div>{content}</div> : <Link to={to}>{content}</Link>;
}
