import type { ReactNode, TableHTMLAttributes, TdHTMLAttributes, ThHTMLAttributes } from 'react';

// On a phone the rows become cards by `display`, which takes the table's implicit roles away in some browsers. So
// every part says its role itself.
const roles = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  header: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const;

type TableProps = TableHTMLAttributes<HTMLTableElement> & {
  label: string;
  head: ReactNode;
  /** What keeps the rows in their places while the pointer rests on them. */
  hold?: { onPointerEnter: () => void; onPointerLeave: () => void };
};

/** A table whose rows are cards on a phone, in a region that scrolls and has a name, other than its section's. */
export function CardTable({ label, head, hold, className = '', children, ...rest }: TableProps) {
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table-scroll" role="region" aria-label={`${label}, table`} tabIndex={0}>
      <table
        className={`data-table card-table ${className}`.trim()}
        {...roles.table}
        aria-label={label}
        {...rest}
      >
        <thead {...roles.group}>
          <tr {...roles.row}>{head}</tr>
        </thead>
        <tbody {...roles.group} {...hold}>
          {children}
        </tbody>
      </table>
    </div>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return <tr {...roles.row}>{children}</tr>;
}

export function HeadCell({
  isNumber,
  className = '',
  ...rest
}: ThHTMLAttributes<HTMLTableCellElement> & { isNumber?: boolean }) {
  const classes = isNumber ? `num ${className}`.trim() : className;
  return <th scope="col" className={classes || undefined} {...roles.header} {...rest} />;
}

type CellProps = TdHTMLAttributes<HTMLTableCellElement> & {
  /** What precedes the value when the row is a card. */
  label?: string;
};

export function Cell({ label, ...rest }: CellProps) {
  return <td data-label={label} {...roles.cell} {...rest} />;
}
