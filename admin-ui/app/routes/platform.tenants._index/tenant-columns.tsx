import { Link } from '@remix-run/react';
import { createColumnHelper, type ColumnDef } from '@tanstack/react-table';
import { Ellipsis, Eye, Pause, Pencil, Play } from 'lucide-react';
import { clauseFacts, readClauses } from '#app/components/risk-clause.tsx';
import { TenantStatusLabel } from '#app/components/tenant-status.tsx';
import { Menu, type MenuEntry } from '#app/components/ui/menu.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import type { TenantListQuery, TenantSummarySortField } from '#app/gql/graphql.ts';
import { formatCount, formatMoney, formatPercent, UNKNOWN } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';

export type TenantRow = NonNullable<TenantListQuery['tenantSummaries']>['nodes'][number];

export type ColumnMeta = {
  title: string;
  sort?: TenantSummarySortField;
  isNumber?: boolean;
  /** What precedes the value when the row is a card. */
  cardLabel?: string;
  className?: (row: TenantRow) => string | undefined;
};

const column = createColumnHelper<TenantRow>();

type Rights = { canBilling: boolean; canWrite: boolean };

/** Names left, numbers right, row actions last. */
export function tenantColumns({ canBilling, canWrite }: Rights): ColumnDef<TenantRow>[] {
  return [
    column.display({
      id: 'name',
      meta: { title: 'Tenant', sort: 'NAME', className: () => 'name' } satisfies ColumnMeta,
      cell: ({ row: { original: row } }) => (
        <>
          <Link className="font-medium" to={paths.tenant(row.tenant.id)}>
            {row.name}
          </Link>{' '}
          <span className="slug text-xs text-ink-3">{row.slug}</span>
        </>
      ),
    }),
    column.display({
      id: 'risk',
      meta: {
        title: 'At risk',
        sort: 'RISK',
        className: (row) => (row.isAtRisk ? 'risk' : 'risk none'),
      } satisfies ColumnMeta,
      cell: ({ row: { original: row } }) => <RiskCell row={row} />,
    }),
    column.display({
      id: 'status',
      meta: {
        title: 'Status',
        sort: 'STATUS',
        cardLabel: 'Status',
        className: (row) => (row.status === 'ACTIVE' ? 'quiet' : undefined),
      } satisfies ColumnMeta,
      cell: ({ row: { original: row } }) => <TenantStatusLabel status={row.status} />,
    }),
    ...(canBilling
      ? [
          column.display({
            id: 'plan',
            meta: { title: 'Plan', sort: 'PLAN', cardLabel: 'Plan' } satisfies ColumnMeta,
            cell: ({ row: { original: row } }) => row.planName ?? <span className="text-ink-3">none</span>,
          }),
        ]
      : []),
    column.display({
      id: 'failureRate',
      meta: {
        title: 'Failure rate 24 h',
        sort: 'FAILURE_RATE_24H',
        isNumber: true,
        cardLabel: 'Failure rate',
        className: (row) => `num${failureClass(row)}`,
      } satisfies ColumnMeta,
      cell: ({ row: { original: row } }) => formatPercent(row.failureRate24h),
    }),
    column.display({
      id: 'executions',
      meta: {
        title: 'Executions 24 h',
        sort: 'EXECUTIONS_24H',
        isNumber: true,
        cardLabel: 'Executions',
        className: () => 'num',
      } satisfies ColumnMeta,
      cell: ({ row: { original: row } }) => formatCount(row.executions24h),
    }),
    ...(canBilling
      ? [
          column.display({
            id: 'mrr',
            meta: {
              title: 'MRR',
              sort: 'MRR',
              isNumber: true,
              cardLabel: 'MRR',
              className: () => 'num',
            } satisfies ColumnMeta,
            cell: ({ row: { original: row } }) => formatMoney(row.mrr, 'overview'),
          }),
        ]
      : []),
    column.display({
      id: 'lastEventAt',
      meta: {
        title: 'Last active',
        sort: 'LAST_EVENT_AT',
        isNumber: true,
        cardLabel: 'Active',
        className: () => 'num text-ink-2',
      } satisfies ColumnMeta,
      cell: ({ row: { original: row } }) =>
        row.lastEventAt ? <RelativeTime at={row.lastEventAt} /> : UNKNOWN,
    }),
    column.display({
      id: 'actions',
      meta: { title: 'Actions', className: () => 'num actions' } satisfies ColumnMeta,
      cell: ({ row: { original: row } }) => <RowActions row={row} canWrite={canWrite} />,
    }),
  ];
}

function RiskCell({ row }: { row: TenantRow }) {
  if (!row.isAtRisk) {
    return (
      <>
        <span className="text-ink-3" aria-hidden="true">
          {UNKNOWN}
        </span>
        <span className="sr-only">not at risk</span>
      </>
    );
  }
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <Badge state={row.riskState === 'CRITICAL' ? 'critical' : 'warn'} />
      <span className="text-ink-2">
        {readClauses(row.clauses)
          .map((clause) => clauseFacts[clause.kind].short)
          .join(', ')}
      </span>
    </span>
  );
}

function failureClass(row: TenantRow): string {
  if (!readClauses(row.clauses).some((clause) => clause.kind === 'FAILURE_RATE')) return '';
  return row.riskState === 'CRITICAL' ? ' font-medium text-critical' : ' font-medium text-warn';
}

function RowActions({ row, canWrite }: { row: TenantRow; canWrite: boolean }) {
  const { id } = row.tenant;
  const changes: MenuEntry[] = [];
  if (canWrite) {
    if (row.status === 'ACTIVE')
      changes.push({
        label: 'Suspend…',
        Icon: Pause,
        to: paths.tenantConfirm(id, 'suspend'),
        isDanger: true,
      });
    if (row.status === 'SUSPENDED')
      changes.push({ label: 'Reactivate…', Icon: Play, to: paths.tenantConfirm(id, 'reactivate') });
  }
  const looks: MenuEntry[] = [{ label: 'Open', Icon: Eye, to: paths.tenant(id) }];
  if (canWrite) looks.push({ label: 'Edit', Icon: Pencil, to: paths.editTenant(id) });
  return (
    <Menu
      label={`Actions for ${row.name}`}
      triggerClass="row-menu"
      trigger={<Ellipsis className="icon" aria-hidden />}
      groups={changes.length === 0 ? [{ entries: looks }] : [{ entries: looks }, { entries: changes }]}
    />
  );
}
