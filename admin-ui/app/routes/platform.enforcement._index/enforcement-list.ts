import { overrideWords } from '#app/components/entitlement-text.ts';
import type {
  EntitlementExceptionKind,
  EntitlementExceptionSortField,
  TrialStage,
} from '#app/gql/graphql.ts';
import type { ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';

export const enforcementViews = [
  { key: 'exceptions', label: 'Exceptions' },
  { key: 'overrides', label: 'Overrides' },
  { key: 'payments', label: 'Failed payments' },
  { key: 'trials', label: 'Trials' },
] as const;
export type EnforcementView = (typeof enforcementViews)[number]['key'];

export function readView(search: URLSearchParams): EnforcementView {
  return enforcementViews.find(({ key }) => key === search.get('view'))?.key ?? 'exceptions';
}

const shared = { path: paths.enforcement(), pageSize: 25, keeps: ['view'] } as const;

export const kindWords: Readonly<Record<EntitlementExceptionKind, string>> = {
  ABOVE_LIMIT: 'Above limit',
  OVERRIDE: 'Override',
};

export const stageWords: Readonly<Record<TrialStage, string>> = {
  RUNNING: 'Running',
  EXPIRING_7D: 'Ending within 7 d',
  STARTED_30D: 'Started within 30 d',
  CONVERTED_30D: 'Converted within 30 d',
};

const optionsOf = <Value extends string>(words: Readonly<Record<Value, string>>) =>
  Object.entries<string>(words).map(([value, label]) => ({ value, label }));

const tenant = { name: 'tenant', label: 'Tenant is', isSingle: true } as const;

export function exceptionList(
  entitlements: readonly { key: string; name: string }[],
): ListSpec<EntitlementExceptionSortField> {
  return {
    ...shared,
    defaultSort: 'RATIO',
    sorts: { RATIO: 'DESC', TENANT: 'ASC', SINCE: 'DESC', EXPIRES_AT: 'ASC' },
    filters: [
      { name: 'kind', label: 'Kind is', options: optionsOf(kindWords) },
      {
        name: 'entitlement',
        label: 'Entitlement is',
        options: entitlements.map(({ key, name }) => ({ value: key, label: name })),
      },
      tenant,
    ],
  };
}

type OnlySort = 'LATEST';
const onlySort = { defaultSort: 'LATEST', sorts: { LATEST: 'DESC' } } as const;

export const overrideList: ListSpec<OnlySort> = {
  ...shared,
  ...onlySort,
  filters: [{ name: 'status', label: 'Status is', options: optionsOf(overrideWords) }, tenant],
};

export const paymentList: ListSpec<OnlySort> = {
  ...shared,
  ...onlySort,
  filters: [
    {
      name: 'state',
      label: 'Payment is',
      isSingle: true,
      options: [
        { value: 'overdue', label: 'Overdue' },
        { value: 'unpaid', label: 'Unpaid' },
        { value: 'paid', label: 'Paid after all' },
      ],
    },
    tenant,
  ],
};

export const trialList: ListSpec<OnlySort> = {
  ...shared,
  ...onlySort,
  filters: [{ name: 'stage', label: 'Trial is', isSingle: true, options: optionsOf(stageWords) }],
};
