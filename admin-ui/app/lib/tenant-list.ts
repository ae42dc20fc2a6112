import type { TenantSummaryFilter, TenantSummarySort, TenantSummarySortField } from '#app/gql/graphql.ts';
import {
  listHref,
  readListAddress,
  valuesOf,
  withoutConditions,
  type FilterSpec,
  type ListAddress,
  type ListSpec,
} from './list-address.ts';
import { paths } from './paths.ts';

export type TenantListAddress = ListAddress<TenantSummarySortField>;

export const pageSizes = [25, 50, 100] as const;

const statusOptions = [
  { value: 'PROVISIONING', label: 'Provisioning' },
  { value: 'ACTIVE', label: 'Active' },
  { value: 'SUSPENDED', label: 'Suspended' },
  { value: 'DEPROVISIONING', label: 'Deprovisioning' },
  { value: 'DELETED', label: 'Deleted' },
];

export const allStatuses: readonly string[] = statusOptions.map(({ value }) => value);

const clauseOptions = [
  { value: 'FAILURE_RATE', label: 'Failure rate' },
  { value: 'DRIFT', label: 'Drift' },
  { value: 'CREDENTIAL_FAILURES', label: 'Credential failures' },
  { value: 'DELINQUENT', label: 'Delinquent' },
];

/** Conditions that are asked for or not: their name in the address, and the field of the API they stand for. */
const flags = [
  { name: 'risk', label: 'At risk', field: 'isAtRisk' },
  { name: 'delinquent', label: 'Delinquent', field: 'isDelinquent' },
  { name: 'drift', label: 'Drift in 7 d', field: 'hasDrift7d' },
  { name: 'credentials', label: 'Credential failures in 7 d', field: 'hasCredentialFailures7d' },
  { name: 'trial', label: 'Trial', field: 'isTrialing' },
  { name: 'limited', label: 'Over rate limit in 24 h', field: 'isRateLimited' },
] as const;

const flagFilters: readonly FilterSpec[] = flags.map(({ name, label }) => ({
  name,
  label: 'With',
  options: [{ value: 'true', label }],
  isSingle: true,
  group: 'Condition',
}));

const statusFilter: FilterSpec = { name: 'status', label: 'Status is', options: statusOptions };
/** Plans are data, so what they are called comes with the page. */
const planFilter: FilterSpec = { name: 'plan', label: 'Plan is' };
const clauseFilter: FilterSpec = { name: 'clause', label: 'At risk by', options: clauseOptions };
/** By the latest execution or API request: what it is called in the address, and in the API. */
const activities = [
  { value: '24h', label: 'within 24 h', activity: 'ACTIVE_24H' },
  { value: '7d', label: 'within 7 d', activity: 'ACTIVE_7D' },
  { value: '30d', label: 'within 30 d', activity: 'ACTIVE_30D' },
  { value: 'silent', label: 'not within 30 d', activity: 'SILENT' },
] as const;
const activityFilter: FilterSpec = { name: 'active', label: 'Active', options: activities, isSingle: true };
const demoFilter: FilterSpec = {
  name: 'demo',
  label: 'Demo fleet is',
  options: [
    { value: 'true', label: 'shown only' },
    { value: 'false', label: 'left out' },
  ],
  isSingle: true,
};

/** The tenant list as its address says it; `columns`, `size` and `view` are kept by every link of the list. */
export const tenantList: ListSpec<TenantSummarySortField> = {
  path: paths.tenants(),
  filters: [statusFilter, planFilter, clauseFilter, ...flagFilters, activityFilter, demoFilter],
  sorts: {
    RISK: 'DESC',
    NAME: 'ASC',
    STATUS: 'ASC',
    PLAN: 'DESC',
    MRR: 'DESC',
    FAILURE_RATE_24H: 'DESC',
    EXECUTIONS_24H: 'DESC',
    EXECUTIONS_7D: 'DESC',
    DRIFT_7D: 'DESC',
    CREDENTIAL_FAILURES_7D: 'DESC',
    WORKFLOWS: 'DESC',
    ENVIRONMENTS: 'DESC',
    STORAGE: 'DESC',
    LAST_EVENT_AT: 'DESC',
    LAST_ACTIVITY_AT: 'DESC',
    CREATED_AT: 'DESC',
  },
  defaultSort: 'RISK',
  pageSize: pageSizes[0],
  keeps: ['columns', 'size', 'view'],
};

// The API refuses a list that goes by what billing knows to whoever may not read billing.
const billingFilters: readonly string[] = ['plan', 'trial'];
const billingSorts: readonly TenantSummarySortField[] = ['PLAN', 'MRR'];

/** Whether a condition of the list is one on what billing knows. */
export function isBillingFilter(name: string): boolean {
  return billingFilters.includes(name);
}

/** The same with the plans to choose from, which are data, and only what the caller may ask for. */
export function tenantListWith(
  plans: readonly { key: string; name: string }[],
  canBilling: boolean,
): ListSpec<TenantSummarySortField> {
  const options = plans.map(({ key, name }) => ({ value: key, label: name }));
  return {
    ...tenantList,
    filters: tenantList.filters
      .filter(({ name }) => canBilling || !isBillingFilter(name))
      .map((filter) => (filter === planFilter && options.length > 0 ? { ...filter, options } : filter)),
  };
}

/**
 * The list as it may be asked for: an address that somebody else sent, or a view saved with other rights, loses the
 * conditions and the order the API would refuse, and its page, which is one of that order.
 */
export function permittedList(list: TenantListAddress, canBilling: boolean): TenantListAddress {
  const refused = billingFilters.filter((name) => valuesOf(list, name).length > 0);
  const isSortRefused = billingSorts.includes(list.sort);
  if (canBilling || (refused.length === 0 && !isSortRefused)) return list;
  const chosen = Object.entries(list.chosen).filter(([name]) => !refused.includes(name));
  return {
    ...list,
    ...(isSortRefused && {
      sort: tenantList.defaultSort,
      direction: tenantList.sorts[tenantList.defaultSort],
    }),
    chosen: Object.fromEntries(chosen),
    trail: [],
  };
}

/** Reads an address; what is unknown or equals the default is dropped, so that equal lists have equal addresses. */
export function readTenantList(search: URLSearchParams): TenantListAddress {
  const list = readListAddress(tenantList, search);
  const kept: Record<string, string> = { ...list.kept };
  if (!pageSizes.slice(1).some((size) => String(size) === kept['size'])) delete kept['size'];
  return { ...list, kept };
}

export function pageSizeOf(list: TenantListAddress): number {
  return pageSizes.find((size) => String(size) === list.kept['size']) ?? pageSizes[0];
}

/** Without `undefined` values: a list with other things kept, from its first page. */
export function withKept(
  list: TenantListAddress,
  changes: Readonly<Record<string, string | null>>,
): TenantListAddress {
  const kept = Object.entries({ ...list.kept, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return { ...list, kept: Object.fromEntries(kept), trail: [] };
}

export function tenantListHref(list: TenantListAddress): string {
  return listHref(tenantList, list);
}

/** What a saved view keeps: filters, order, columns and page size, but not the page or the view itself. */
export function savedSearchOf(list: TenantListAddress): string {
  return new URL(tenantListHref(withKept(list, { view: null })), 'http://self.invalid').search.slice(1);
}

export function tenantFilter(list: TenantListAddress): TenantSummaryFilter {
  const filter: TenantSummaryFilter = {};
  if (list.text !== '') filter.query = list.text;
  const statuses = valuesOf(list, 'status');
  if (statuses.length > 0) filter.statuses = [...statuses];
  const plans = valuesOf(list, 'plan');
  if (plans.length > 0) filter.planKeys = [...plans];
  const clauses = valuesOf(list, 'clause');
  if (clauses.length > 0) filter.riskClauses = clauses as TenantSummaryFilter['riskClauses'];
  for (const { name, field } of flags) if (valuesOf(list, name).length > 0) filter[field] = true;
  const [active] = valuesOf(list, 'active');
  const chosen = activities.find(({ value }) => value === active);
  if (chosen !== undefined) filter.activity = chosen.activity;
  const [demo] = valuesOf(list, 'demo');
  if (demo !== undefined) filter.isDemo = demo === 'true';
  return filter;
}

export function tenantSort({ sort, direction }: TenantListAddress): TenantSummarySort {
  return { field: sort, direction };
}

/** The list without any condition; order, columns and page size stay. */
export function withoutFilters(list: TenantListAddress): TenantListAddress {
  return withKept(withoutConditions(list), { view: null });
}
