import { Link } from '@remix-run/react';
import { useMemo, type ReactNode } from 'react';
import { useRowSort, type RowSortSpec } from '#app/lib/use-row-sort.ts';
import { RowSortHead } from './row-sort-head.tsx';
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
  /** The highest first. */
  rows: readonly RankingRow[];
  label: string;
  /** Names of the columns beside the tenant's. */
  columns: { detail: string | null; value: string };
};

type Ranked = { row: RankingRow; rank: number };

const spec: RowSortSpec<Ranked, 'name' | 'detail' | 'value'> = {
  keyOf: ({ row }) => row.key,
  columns: {
    name: ({ row }) => row.name,
    detail: ({ row }) => row.detail?.order ?? null,
    value: ({ row }) => row.value,
  },
  given: { column: 'value', isUp: false },
};

/** The ten that stand out: rank, name, bar on a shared zero, value. A status shape only on those at risk. */
export function RankingTable({ rows, label, columns }: RankingTableProps) {
  const largest = Math.max(...rows.map((row) => row.value), Number.MIN_VALUE);
  const ranked = useMemo(() => rows.map((row, index) => ({ row, rank: index + 1 })), [rows]);
  const { rows: shown, sort, hold } = useRowSort(ranked, spec);
  return (
    <table className="ranking" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">Rank</span>
          </th>
          <RowSortHead sort={sort} column="name" name="Tenant" />
          {columns.detail === null ? null : (
            <RowSortHead sort={sort} column="detail" name={columns.detail} isNumber className="detail" />
          )}
          <RowSortHead sort={sort} column="value" name={columns.value} isNumber colSpan={2} />
        </tr>
      </thead>
      <tbody {...hold}>
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
