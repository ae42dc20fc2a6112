import type { SignInFailureFilter, SignInFailureReason } from '#app/gql/graphql.ts';
import { noTenant } from '#app/lib/audit-links.ts';
import { valueOf, valuesOf, type ListAddress, type ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { instantsOf, type TimeWindow } from '#app/lib/time-window.ts';

export const reasonWords: Readonly<Record<SignInFailureReason, string>> = {
  UNKNOWN_EMAIL: 'Unknown address',
  WRONG_PASSWORD: 'Wrong password',
  DISABLED: 'Account disabled',
  NO_ACCESS: 'No role anywhere',
  THROTTLED: 'Too many attempts',
};

export const failureList: ListSpec<'AT'> = {
  path: paths.signInFailures(),
  pageSize: 50,
  defaultSort: 'AT',
  sorts: { AT: 'DESC' },
  keeps: ['range', 'from', 'to'],
  filters: [
    {
      name: 'reason',
      label: 'Reason is',
      options: Object.entries(reasonWords).map(([value, label]) => ({ value, label })),
    },
    { name: 'account', label: 'Account is', isSingle: true },
    { name: 'tenant', label: 'Tenant is', isSingle: true },
  ],
};

/** The tenant the list is narrowed to, if it is one. */
export function tenantIn(list: ListAddress): string | undefined {
  const tenant = valueOf(list, 'tenant');
  return tenant === noTenant ? undefined : tenant;
}

export function failureFilter(list: ListAddress, window: TimeWindow, now: Date): SignInFailureFilter {
  const { from, to } = instantsOf(window, now);
  // The options are the enum's values.
  const reasons = valuesOf(list, 'reason') as SignInFailureReason[];
  const email = valueOf(list, 'account');
  const tenantId = tenantIn(list);
  return {
    from,
    ...(to === null ? {} : { to }),
    ...(reasons.length === 0 ? {} : { reasons }),
    ...(email === undefined ? {} : { email }),
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(valueOf(list, 'tenant') === noTenant ? { hasTenant: false } : {}),
  };
}
