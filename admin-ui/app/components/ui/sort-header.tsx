import { Link } from '@remix-run/react';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { HeadCell } from './table.tsx';

type SortHeaderProps = {
  label: string;
  to: string;
  direction: 'ascending' | 'descending' | null;
  isNumber?: boolean;
};

/** A sortable column: a link, so that the order is an address; the sorted one carries an arrow and `aria-sort`. */
export function SortHeader({ label, to, direction, isNumber }: SortHeaderProps) {
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <HeadCell isNumber={isNumber} aria-sort={direction ?? undefined}>
      <Link to={to} preventScrollReset>
        {label}
        {direction === null ? null : <Arrow className="icon icon-s" aria-hidden />}
      </Link>
    </HeadCell>
  );
}
