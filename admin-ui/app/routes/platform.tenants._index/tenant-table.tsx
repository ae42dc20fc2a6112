import { flexRender, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { Pagination } from '#app/components/ui/pagination.tsx';
import { SortHeader } from '#app/components/ui/sort-header.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { TenantListQuery } from '#app/gql/graphql.ts';
import { formatCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { chipsOf, listSearch, PAGE_SIZE, sortedBy, withoutFilters, type ListQuery } from './list-query.ts';
import { tenantColumns, type ColumnMeta } from './tenant-columns.tsx';

type Page = NonNullable<TenantListQuery['tenantSummaries']>;

type TenantTableProps = {
  page: Page;
  query: ListQuery;
  plans: readonly { key: string; name: string }[];
  canBilling: boolean;
  canWrite: boolean;
  isFleetEmpty: boolean;
};

/** The list as the API filtered, sorted and paged it; on a phone its rows are cards and keep their roles. */
export function TenantTable({ page, query, plans, canBilling, canWrite, isFleetEmpty }: TenantTableProps) {
  const columns = useMemo(() => tenantColumns({ canBilling, canWrite }), [canBilling, canWrite]);
  const rows = useMemo(() => [...page.nodes], [page.nodes]);
  const table = useReactTable({
    data: rows,
    columns,
    getCoreRowModel: getCoreRowModel(),
    getRowId: (row) => row.tenant.id,
    manualSorting: true,
    manualPagination: true,
  });
  if (rows.length === 0) {
    return (
      <div className="card">
        {isFleetEmpty ? <NoTenants canWrite={canWrite} /> : <NothingMatches query={query} plans={plans} />}
      </div>
    );
  }
  return (
    <div className="card">
      <CardTable
        label="Tenants"
        className="tenant-table"
        head={table.getFlatHeaders().map((header) => {
          const meta = header.column.columnDef.meta as ColumnMeta;
          if (meta.sort === undefined) {
            return (
              <HeadCell key={header.id}>
                <span className="sr-only">{meta.title}</span>
              </HeadCell>
            );
          }
          const isSorted = meta.sort === query.sort;
          return (
            <SortHeader
              key={header.id}
              label={meta.title}
              to={listSearch(sortedBy(query, meta.sort))}
              direction={isSorted ? (query.direction === 'ASC' ? 'ascending' : 'descending') : null}
              isNumber={meta.isNumber}
            />
          );
        })}
      >
        {table.getRowModel().rows.map((row) => (
          <Row key={row.id}>
            {row.getVisibleCells().map((cell) => {
              const meta = cell.column.columnDef.meta as ColumnMeta;
              return (
                <Cell key={cell.id} className={meta.className?.(row.original)} label={meta.cardLabel}>
                  {flexRender(cell.column.columnDef.cell, cell.getContext())}
                </Cell>
              );
            })}
          </Row>
        ))}
      </CardTable>
      <Pagination
        summary={rangeText(query, rows.length, page.totalCount)}
        previousTo={
          query.trail.length === 0 ? null : listSearch({ ...query, trail: query.trail.slice(0, -1) })
        }
        nextTo={
          page.pageInfo.hasNextPage && page.pageInfo.endCursor
            ? listSearch({ ...query, trail: [...query.trail, page.pageInfo.endCursor] })
            : null
        }
      />
    </div>
  );
}

function rangeText(query: ListQuery, shown: number, total: number): string {
  const before = query.trail.length * PAGE_SIZE;
  return `${formatCount(before + 1)} to ${formatCount(before + shown)} of ${formatCount(total)}`;
}

function NothingMatches({ query, plans }: { query: ListQuery; plans: TenantTableProps['plans'] }) {
  const chips = chipsOf(query, plans);
  const last = chips.at(-1);
  return (
    <EmptyState
      title={query.text === '' ? 'No tenant matches' : `No tenant matches “${query.text}”`}
      actions={
        <>
          {last === undefined ? null : (
            <ButtonLink kind="primary" to={listSearch(last.without)}>
              Remove “{last.label} {last.value}”
            </ButtonLink>
          )}
          <ButtonLink to={listSearch(withoutFilters(query))}>Clear all filters</ButtonLink>
        </>
      }
    >
      {chips.length === 0
        ? 'Search looks at the beginning, middle and end of names, slugs and ids.'
        : `${chips.map((chip) => `${chip.label} ${chip.value}`).join(', ')}.`}
    </EmptyState>
  );
}

function NoTenants({ canWrite }: { canWrite: boolean }) {
  return (
    <EmptyState
      hasStaff
      title="No tenants yet"
      actions={
        canWrite ? (
          <ButtonLink kind="primary" to={paths.newTenant()}>
            <Plus className="icon icon-s" aria-hidden />
            Create tenant
          </ButtonLink>
        ) : undefined
      }
    >
      A tenant is one customer: its own people, plan, limits and data.
    </EmptyState>
  );
}
