import { useNavigation } from '@remix-run/react';
import { Pagination } from '#app/components/ui/pagination.tsx';
import { TableSkeleton } from '#app/components/ui/skeleton.tsx';
import type { TenantListQuery } from '#app/gql/graphql.ts';
import { formatCount } from '#app/lib/format.ts';
import { listPages, pagesBefore } from '#app/lib/list-address.ts';
import { shownColumns } from '#app/lib/tenant-columns.ts';
import { pageSizeOf, tenantList, type TenantListAddress } from '#app/lib/tenant-list.ts';
import { useLate } from '#app/lib/use-late.ts';
import { NoTenants, NothingMatches, type CountedRelaxation } from './empty-list.tsx';
import type { RowRights } from './row-actions.tsx';
import { TenantTable } from './tenant-table.tsx';

type TenantPageProps = {
  page: NonNullable<TenantListQuery['tenantSummaries']>;
  list: TenantListAddress;
  relaxed: readonly CountedRelaxation[];
  canBilling: boolean;
  rights: RowRights;
  isFleetEmpty: boolean;
};

/** The rows the API found, or why there are none; while another page is on its way for long, its outline. */
export function TenantPage({ page, list, relaxed, canBilling, rights, isFleetEmpty }: TenantPageProps) {
  const { state, location } = useNavigation();
  const isLate = useLate(state === 'loading' && location?.pathname === tenantList.path);
  const columns = shownColumns(list, canBilling);
  const { nodes, totalCount } = page;
  if (isLate) {
    return (
      <TableSkeleton
        label="Loading tenants"
        rows={Math.max(6, Math.min(nodes.length, pageSizeOf(list)))}
        widths={[16, 190, ...columns.map(({ isNumber }) => (isNumber ? 70 : 110))]}
      />
    );
  }
  if (nodes.length === 0) {
    return (
      <div className="card">
        {isFleetEmpty ? (
          <NoTenants canWrite={rights.canWrite} />
        ) : (
          <NothingMatches list={list} relaxed={relaxed} />
        )}
      </div>
    );
  }
  const before = pagesBefore(list) * pageSizeOf(list);
  return (
    <div className="card">
      <TenantTable rows={nodes} columns={columns} list={list} canBilling={canBilling} rights={rights} />
      <Pagination
        summary={`${formatCount(before + 1)} to ${formatCount(before + nodes.length)} of ${formatCount(totalCount)}`}
        {...listPages(tenantList, list, page.pageInfo)}
      />
    </div>
  );
}
