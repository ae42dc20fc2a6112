import { Link } from '@remix-run/react';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useHydrated } from '#app/lib/now.tsx';
import { StatusShape, stateWords, type State } from './status.tsx';

export type RankingRow = {
  key: string;
  name: string;
  to: string;
  value: number;
  /** The value as text. */
  text: string;
  /** What stands behind the value: "212 of 675", "2 h ago". */
  detail: { content: ReactNode; order: number } | null;
  state: State;
};

type RankingTableProps = {
  rows: readonly RankingRow[];
  label: string;
  /** Names of the columns beside the tenant's. */
  columns: { detail: string | null; value: string };
  onPointerEnter?: () => void;
  onPointerLeave?: () => void;
};

type Column = 'name' | 'detail' | 'value';
type Sort = { column: Column; isUp: boolean };

const comparers: Record<Column, (a: RankingRow, b: RankingRow) => number> = {
  name: (a, b) => a.name.localeCompare(b.name, 'en'),
  detail: (a, b) => (a.detail?.order ?? 0) - (b.detail?.order ?? 0),
  value: (a, b) => a.value - b.value,
};

/** The ten that stand out: rank, name, bar on a shared zero, value. A status shape only on those at risk. */
export function RankingTable({ rows, label, columns, ...pointer }: RankingTableProps) {
  const [sort, setSort] = useState<Sort | null>(null);
  const largest = Math.max(...rows.map((row) => row.value), Number.MIN_VALUE);
  const ranked = useMemo(() => rows.map((row, index) => ({ row, rank: index + 1 })), [rows]);
  const shown = useMemo(() => {
    if (sort === null) return ranked;
    const turn = sort.isUp ? 1 : -1;
    return ranked.toSorted((a, b) => turn * comparers[sort.column](a.row, b.row) || a.rank - b.rank);
  }, [ranked, sort]);
  const sorted: Sort = sort ?? { column: 'value', isUp: false };
  // Names read from A; of figures the largest come first.
  const sortBy = (column: Column) =>
    setSort({ column, isUp: sorted.column === column ? !sorted.isUp : column === 'name' });
  const head = { sorted, sortBy };
  return (
    <table className="ranking" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">Rank</span>
          </th>
          <RankingHead {...head} column="name" name="Tenant" />
          {columns.detail === null ? null : (
            <RankingHead {...head} column="detail" name={columns.detail} className="detail num" />
          )}
          <td className="bar-cell" aria-hidden="true" />
          <RankingHead {...head} column="value" name={columns.value} className="num" />
        </tr>
      </thead>
      <tbody {...pointer}>
        {shown.map(({ row, rank }) => {
          const isMarked = row.state === 'warn' || row.state === 'critical';
          return (
            <tr key={row.key}>
              <td className="rank">{rank}</td>
              <th scope="row">
                <span className="who">
                  <Link className="truncate" to={row.to} title={row.name}>
                    {row.name}
                  </Link>
                  {isMarked ? (
                    <span className={`status ${row.state}`}>
                      <StatusShape state={row.state} />
                      <span className="sr-only">{stateWords[row.state]}</span>
                    </span>
                  ) : null}
                </span>
              </th>
              {columns.detail === null ? null : <td className="detail num">{row.detail?.content ?? '–'}</td>}
              <td className="bar-cell" aria-hidden="true">
                <span className={`bar ${isMarked ? row.state : ''}`.trim()}>
                  <i style={{ width: `${((row.value / largest) * 100).toFixed(1)}%` }} />
                </span>
              </td>
              <td className="num value">{row.text}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

type RankingHeadProps = {
  column: Column;
  name: string;
  className?: string;
  sorted: Sort;
  sortBy: (column: Column) => void;
};

/** Sorts what is shown; before the page is interactive it is only a name. */
function RankingHead({ column, name, className, sorted, sortBy }: RankingHeadProps) {
  const isHydrated = useHydrated();
  const isSorted = sorted.column === column;
  const Arrow = sorted.isUp ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={isSorted ? (sorted.isUp ? 'ascending' : 'descending') : undefined}
    >
      {isHydrated ? (
        <button type="button" onClick={() => sortBy(column)}>
          {name}
          {isSorted ? <Arrow className="icon icon-s" aria-hidden /> : null}
        </button>
      ) : (
        name
      )}
    </th>
  );
}
