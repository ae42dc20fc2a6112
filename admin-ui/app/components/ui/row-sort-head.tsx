import { ArrowDown, ArrowUp } from 'lucide-react';
import { useHydrated } from '#app/lib/now.tsx';
import type { RowSort } from '#app/lib/use-row-sort.ts';
import { HeadCell } from './table.tsx';

type RowSortHeadProps<Column extends string> = {
  sort: RowSort<Column>;
  column: Column;
  name: string;
  isNumber?: boolean;
  className?: string;
  colSpan?: number;
};

/** Head of a column that sorts the rows that are shown; before the page is interactive it is only a name. */
export function RowSortHead<Column extends string>(props: RowSortHeadProps<Column>) {
  const { sort, column, name, isNumber, className, colSpan } = props;
  const isHydrated = useHydrated();
  const { sorted, sortBy } = sort;
  const order = sorted?.column === column ? sorted : null;
  const Arrow = order?.isUp ? ArrowUp : ArrowDown;
  return (
    <HeadCell
      isNumber={isNumber}
      className={className}
      colSpan={colSpan}
      aria-sort={order === null ? undefined : order.isUp ? 'ascending' : 'descending'}
    >
      {isHydrated ? (
        <button type="button" onClick={() => sortBy(column)}>
          {name}
          {order === null ? null : <Arrow className="icon icon-s" aria-hidden />}
        </button>
      ) : (
        name
      )}
    </HeadCell>
  );
}
