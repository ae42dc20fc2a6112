import { useMemo, useState } from 'react';
import { useStableOrder } from './use-stable-order.ts';

export type RowOrder<Column extends string> = { column: Column; isUp: boolean };

/** The sort of a short table as its head needs it. */
export type RowSort<Column extends string = string> = {
  /** Null while the rows are in an order that no column has. */
  sorted: RowOrder<Column> | null;
  sortBy: (column: Column) => void;
};

/** What a row is sorted by in a column; null stands last in either direction. */
type SortValue = string | number | null;

/** A short table's columns that sort, by name, and which of them its rows are given by. */
export type RowSortSpec<Row, Column extends string> = {
  keyOf: (row: Row) => string;
  columns: Readonly<Record<Column, (row: Row) => SortValue>>;
  given: RowOrder<Column> | null;
};

/**
 * Sorts the rows of a table that is shown whole: as they are given until a column is chosen, then by it. Of texts A comes
 * first, of figures the largest. Rows do not move under the pointer.
 */
export function useRowSort<Row, Column extends string>(
  rows: readonly Row[],
  { keyOf, columns, given }: RowSortSpec<Row, Column>,
) {
  const [chosen, setChosen] = useState<RowOrder<Column> | null>(null);
  const inOrder = useMemo(
    () => (chosen === null ? rows : sortRows(rows, columns[chosen.column], chosen.isUp)),
    [rows, columns, chosen],
  );
  const { items, hold } = useStableOrder(inOrder, keyOf, chosen);
  const sorted = chosen ?? given;
  const sortBy = (column: Column) =>
    setChosen({ column, isUp: sorted?.column === column ? !sorted.isUp : isText(rows, columns[column]) });
  return { rows: items, sort: { sorted, sortBy }, hold };
}

/** Rows by a value; those of equal value keep the order they are given in. */
function sortRows<Row>(rows: readonly Row[], valueOf: (row: Row) => SortValue, isUp: boolean): Row[] {
  const turn = isUp ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return turn * compare(left, right);
  });
}

function compare(left: string | number, right: string | number): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left).localeCompare(String(right), 'en', { numeric: true });
}

function isText<Row>(rows: readonly Row[], valueOf: (row: Row) => SortValue): boolean {
  return rows.some((row) => typeof valueOf(row) === 'string');
}
