import { Link, useSubmit } from '@remix-run/react';
import { useRef, useState, type FormEvent } from 'react';
import { ListSortHeader } from '#app/components/list-sort-header.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { paths } from '#app/lib/paths.ts';
import type { TenantColumn } from '#app/lib/tenant-columns.ts';
import { tenantList, tenantListHref, type TenantListAddress } from '#app/lib/tenant-list.ts';
import { BulkBar } from './bulk-bar.tsx';
import { RowActions, type RowRights } from './row-actions.tsx';
import { SelectAll } from './select-all.tsx';
import { cellClass, cellContent, type TenantRow } from './tenant-cells.tsx';
import { useRowSelection } from './use-row-selection.ts';

type TenantTableProps = {
  rows: readonly TenantRow[];
  columns: readonly TenantColumn[];
  list: TenantListAddress;
  canBilling: boolean;
  rights: RowRights;
};

/**
 * The page of the list as a form: choosing rows and a button leads to the question before a change, or to a file. On
 * a phone its rows are cards and keep their roles.
 */
export function TenantTable({ rows, columns, list, canBilling, rights }: TenantTableProps) {
  const form = useRef<HTMLFormElement>(null);
  const submit = useSubmit();
  const [said, setSaid] = useState('');
  const { ids, setAll } = useRowSelection(form, rows);
  const chosen = rows.filter((row) => ids.includes(row.tenant.id));
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent as SubmitEvent;
    // A file is fetched by the browser itself.
    if (!(submitter instanceof HTMLButtonElement) || 'native' in submitter.dataset) return;
    event.preventDefault();
    submit(submitter);
  };
  return (
    <form method="get" action={paths.tenantsChange()} className="tenant-form" ref={form} onSubmit={onSubmit}>
      <input type="hidden" name="from" value={tenantListHref(list).slice(tenantList.path.length)} />
      <input type="hidden" name="sort" value={list.sort} />
      <input type="hidden" name="direction" value={list.direction} />
      <BulkBar chosen={chosen} pageRows={rows.length} canWrite={rights.canWrite} onAll={setAll} />
      <CardTable
        label="Tenants"
        className="tenant-table"
        data-rows
        head={
          <>
            <HeadCell className="choose">
              <SelectAll count={ids.length} total={rows.length} onAll={setAll} />
            </HeadCell>
            <ListSortHeader spec={tenantList} list={list} sort="NAME" label="Tenant" />
            {columns.map(({ id, title, sort, isNumber }) =>
              sort === undefined ? (
                <HeadCell key={id} isNumber={isNumber}>
                  {title}
                </HeadCell>
              ) : (
                <ListSortHeader
                  key={id}
                  spec={tenantList}
                  list={list}
                  sort={sort}
                  label={title}
                  isNumber={isNumber}
                />
              ),
            )}
            <HeadCell className="actions">
              <span className="sr-only">Actions</span>
            </HeadCell>
          </>
        }
      >
        {rows.map((row) => (
          <Row key={row.tenant.id}>
            <Cell className="choose">
              <label>
                <span className="sr-only">Select {row.name}</span>
                <input type="checkbox" name="id" value={row.tenant.id} />
              </label>
            </Cell>
            <Cell className="name">
              <Link className="font-medium" to={paths.tenant(row.tenant.id)} title={row.name}>
                {row.name}
              </Link>{' '}
              <span className="slug text-xs text-ink-3">{row.slug}</span>
            </Cell>
            {columns.map(({ id, cardLabel }) => (
              <Cell key={id} className={cellClass(id, row)} label={cardLabel}>
                {cellContent[id](row, canBilling)}
              </Cell>
            ))}
            <Cell className="num actions">
              <RowActions row={row} rights={rights} onCopied={setSaid} />
            </Cell>
          </Row>
        ))}
      </CardTable>
      <p className="sr-only" role="status">
        {said}
      </p>
    </form>
  );
}
