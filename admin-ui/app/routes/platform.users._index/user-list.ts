import { namedTenant } from '#app/components/named-tenant.ts';
import type { UserListQueryVariables, UserSortField } from '#app/gql/graphql.ts';
import { valueOf, type ListAddress, type ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';

export const userList: ListSpec<UserSortField> = {
  path: paths.users(),
  pageSize: 25,
  defaultSort: 'NAME',
  sorts: { NAME: 'ASC', EMAIL: 'ASC', LAST_SIGNED_IN_AT: 'DESC', CREATED_AT: 'DESC' },
  filters: [
    {
      name: 'role',
      label: 'Platform role',
      isSingle: true,
      options: [
        { value: 'some', label: 'With a platform role' },
        { value: 'none', label: 'Without one' },
      ],
    },
    {
      name: 'access',
      label: 'Access',
      isSingle: true,
      options: [
        { value: 'enabled', label: 'May sign in' },
        { value: 'disabled', label: 'Disabled' },
      ],
    },
    { name: 'tenant', label: 'Tenant is', isSingle: true },
  ],
};

export function userVariables(list: ListAddress<UserSortField>, canTenants: boolean): UserListQueryVariables {
  const role = valueOf(list, 'role');
  const access = valueOf(list, 'access');
  return {
    query: list.text === '' ? null : list.text,
    hasPlatformRole: role === undefined ? null : role === 'some',
    isDisabled: access === undefined ? null : access === 'disabled',
    tenantId: valueOf(list, 'tenant') ?? null,
    sort: { field: list.sort, direction: list.direction },
    first: userList.pageSize,
    after: list.trail.at(-1) ?? null,
    ...namedTenant(valueOf(list, 'tenant'), canTenants),
  };
}
