import type { TenantSummarySortField } from '#app/gql/graphql.ts';
import { withKept, type TenantListAddress } from './tenant-list.ts';

export type TenantColumnId =
  | 'risk'
  | 'status'
  | 'plan'
  | 'failureRate'
  | 'failures'
  | 'executions'
  | 'executions7d'
  | 'drift'
  | 'credentials'
  | 'workflows'
  | 'environments'
  | 'mrr'
  | 'storage'
  | 'limited'
  | 'created'
  | 'lastEvent'
  | 'lastActive';

export type TenantColumn = {
  id: TenantColumnId;
  title: string;
  /** What precedes the value when the row is a card. */
  cardLabel?: string;
  sort?: TenantSummarySortField;
  isNumber?: boolean;
  isBilling?: boolean;
  /** Not shown unless chosen, or unless the list goes by it. */
  isExtra?: boolean;
  /** Shown without being chosen in this order as well. */
  besideSort?: TenantSummarySortField;
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
  { ...extra('failures', 'Failures 24 h'), besideSort: 'FAILURE_RATE_24H' },
  {
    id: 'executions',
    title: 'Executions 24 h',
    sort: 'EXECUTIONS_24H',
    cardLabel: 'Executions',
    isNumber: true,
  },
  extra('executions7d', 'Executions 7 d', 'EXECUTIONS_7D'),
  extra('drift', 'Drifted environments 7 d', 'DRIFT_7D'),
  extra('credentials', 'Failing credentials 7 d', 'CREDENTIAL_FAILURES_7D'),
  extra('workflows', 'Workflows', 'WORKFLOWS'),
  extra('environments', 'Environments', 'ENVIRONMENTS'),
  { id: 'mrr', title: 'MRR', sort: 'MRR', cardLabel: 'MRR', isNumber: true, isBilling: true },
  { id: 'storage', title: 'Storage', sort: 'STORAGE', cardLabel: 'Storage', isNumber: true },
  { id: 'limited', title: 'Refused 24 h', cardLabel: 'Refused', isNumber: true, isExtra: true },
  {
    id: 'created',
    title: 'Created',
    sort: 'CREATED_AT',
    cardLabel: 'Created',
    isNumber: true,
    isExtra: true,
  },
  extra('lastEvent', 'Last event', 'LAST_EVENT_AT'),
  { id: 'lastActive', title: 'Last active', sort: 'LAST_ACTIVITY_AT', cardLabel: 'Active', isNumber: true },
];

/** A figure that is shown when it is chosen, or when the list goes by it. */
function extra(id: TenantColumnId, title: string, sort?: TenantSummarySortField): TenantColumn {
  return { id, title, sort, cardLabel: title, isNumber: true, isExtra: true };
}

// An address drops what is empty, so that "no column" needs a word.
const NONE = 'none';

/** The columns the caller may choose from. */
export function offeredColumns(canBilling: boolean): readonly TenantColumn[] {
  return tenantColumns.filter((column) => canBilling || !column.isBilling);
}

/** The columns to show, in the order of the table. */
export function shownColumns(list: TenantListAddress, canBilling: boolean): readonly TenantColumn[] {
  const chosen = list.kept['columns']?.split('.');
  const isDue = ({ isExtra, sort, besideSort }: TenantColumn) =>
    !isExtra || sort === list.sort || besideSort === list.sort;
  return offeredColumns(canBilling).filter((column) =>
    chosen === undefined ? isDue(column) : chosen.includes(column.id),
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
