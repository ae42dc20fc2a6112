import type { TenantSummarySortField } from '#app/gql/graphql.ts';
import { withKept, type TenantListAddress } from './tenant-list.ts';

export type TenantColumnId =
  | 'risk'
  | 'status'
  | 'plan'
  | 'failureRate'
  | 'executions'
  | 'mrr'
  | 'storage'
  | 'limited'
  | 'created'
  | 'lastActive';

export type TenantColumn = {
  id: TenantColumnId;
  title: string;
  /** What precedes the value when the row is a card. */
  cardLabel?: string;
  sort?: TenantSummarySortField;
  isNumber?: boolean;
  isBilling?: boolean;
  /** Not shown unless chosen. */
  isExtra?: boolean;
};

/** Every column but the name and the actions, which are always there; in the order of the table. */
export const tenantColumns: readonly TenantColumn[] = [
  { id: 'risk', title: 'At risk', sort: 'RISK' },
  { id: 'status', title: 'Status', sort: 'STATUS', cardLabel: 'Status' },
  { id: 'plan', title: 'Plan', sort: 'PLAN', cardLabel: 'Plan', isBilling: true },
  {
    id: 'failureRate',
    title: 'Failure rate 24 h',
    sort: 'FAILURE_RATE_24H',
    cardLabel: 'Failure rate',
    isNumber: true,
  },
  {
    id: 'executions',
    title: 'Executions 24 h',
    sort: 'EXECUTIONS_24H',
    cardLabel: 'Executions',
    isNumber: true,
  },
  { id: 'mrr', title: 'MRR', sort: 'MRR', cardLabel: 'MRR', isNumber: true, isBilling: true },
  { id: 'storage', title: 'Storage', cardLabel: 'Storage', isNumber: true },
  { id: 'limited', title: 'Refused 24 h', cardLabel: 'Refused', isNumber: true, isExtra: true },
  {
    id: 'created',
    title: 'Created',
    sort: 'CREATED_AT',
    cardLabel: 'Created',
    isNumber: true,
    isExtra: true,
  },
  { id: 'lastActive', title: 'Last active', sort: 'LAST_EVENT_AT', cardLabel: 'Active', isNumber: true },
];

// An address drops what is empty, so that "no column" needs a word.
const NONE = 'none';

/** The columns the caller may choose from. */
export function offeredColumns(canBilling: boolean): readonly TenantColumn[] {
  return tenantColumns.filter((column) => canBilling || !column.isBilling);
}

/** The columns to show, in the order of the table. */
export function shownColumns(list: TenantListAddress, canBilling: boolean): readonly TenantColumn[] {
  const chosen = list.kept['columns']?.split('.');
  return offeredColumns(canBilling).filter(({ id, isExtra }) =>
    chosen === undefined ? !isExtra : chosen.includes(id),
  );
}

/** The list with other columns; the usual ones are left out of the address. */
export function withColumns(list: TenantListAddress, ids: readonly string[]): TenantListAddress {
  const chosen = tenantColumns.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
  const usual = tenantColumns.filter(({ isExtra }) => !isExtra).map(({ id }) => id);
  const value = chosen.join('.');
  return {
    ...withKept(list, { columns: value === usual.join('.') ? null : value || NONE }),
    trail: list.trail,
  };
}

/** Values of the chooser's checkboxes; a caller who does not see the money columns does not take them away. */
export function columnsFromForm(search: URLSearchParams, canBilling: boolean): string[] {
  const checked = search.getAll('column');
  return canBilling
    ? checked
    : [...checked, ...tenantColumns.filter((each) => each.isBilling).map(({ id }) => id)];
}
