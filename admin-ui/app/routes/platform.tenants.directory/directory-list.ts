import type { TenantDirectoryQueryVariables, TenantStatus } from '#app/gql/graphql.ts';
import type { ListAddress, ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';

const statuses: readonly { value: TenantStatus; label: string }[] = [
  { value: 'PROVISIONING', label: 'Provisioning' },
  { value: 'ACTIVE', label: 'Active' },
  { value: 'SUSPENDED', label: 'Suspended' },
  { value: 'DEPROVISIONING', label: 'Deprovisioning' },
  { value: 'DELETED', label: 'Deleted' },
];

export const directoryList: ListSpec<'NAME'> = {
  path: paths.tenantDirectory(),
  pageSize: 25,
  defaultSort: 'NAME',
  sorts: { NAME: 'ASC' },
  filters: [{ name: 'status', label: 'Status is', options: statuses }],
};

export function directoryVariables(
  list: ListAddress<'NAME'>,
  canBilling: boolean,
): TenantDirectoryQueryVariables {
  const chosen = list.chosen['status'] ?? [];
  const asked = statuses.map(({ value }) => value).filter((status) => chosen.includes(status));
  return {
    query: list.text === '' ? null : list.text,
    statuses: asked.length === 0 ? null : asked,
    first: directoryList.pageSize,
    after: list.trail.at(-1) ?? null,
    canBilling,
  };
}
