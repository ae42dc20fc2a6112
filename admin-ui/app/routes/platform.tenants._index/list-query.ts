import type {
  SortDirection,
  TenantSummaryFilter,
  TenantSummarySort,
  TenantSummarySortField,
} from '#app/gql/graphql.ts';
import { paths } from '#app/lib/paths.ts';

export const PAGE_SIZE = 25;

export const statuses = ['PROVISIONING', 'ACTIVE', 'SUSPENDED', 'DEPROVISIONING', 'DELETED'] as const;
export type TenantStatusValue = (typeof statuses)[number];

export const statusWords: Record<TenantStatusValue, string> = {
  PROVISIONING: 'Provisioning',
  ACTIVE: 'Active',
  SUSPENDED: 'Suspended',
  DEPROVISIONING: 'Deprovisioning',
  DELETED: 'Deleted',
};

/** Conditions that are either asked for or not, by their name in the address. */
export const flags = [
  { name: 'risk', label: 'At risk', field: 'isAtRisk' },
  { name: 'delinquent', label: 'Delinquent', field: 'isDelinquent' },
  { name: 'drift', label: 'Drift in 7 d', field: 'hasDrift7d' },
  { name: 'credentials', label: 'Credential failures in 7 d', field: 'hasCredentialFailures7d' },
] as const;
export type FlagName = (typeof flags)[number]['name'];

const sortFields: readonly TenantSummarySortField[] = [
  'NAME',
  'STATUS',
  'PLAN',
  'MRR',
  'RISK',
  'FAILURE_RATE_24H',
  'EXECUTIONS_24H',
  'LAST_EVENT_AT',
  'CREATED_AT',
];

/** The list as its address says it. Everything unknown in an address is ignored. */
export type ListQuery = {
  text: string;
  statuses: TenantStatusValue[];
  plans: string[];
  flags: FlagName[];
  sort: TenantSummarySortField;
  direction: SortDirection;
  /** Cursors of the pages passed on the way here; the last one is where this page starts. */
  trail: string[];
};

export function readListQuery(search: URLSearchParams): ListQuery {
  const sort = sortFields.find((field) => field === search.get('sort')) ?? 'RISK';
  const direction = search.get('direction');
  return {
    text: (search.get('q') ?? '').trim().slice(0, 200),
    statuses: statuses.filter((status) => search.getAll('status').includes(status)),
    plans: search.getAll('plan').filter((key) => /^[\w-]{1,64}$/.test(key)),
    flags: flags.map((flag) => flag.name).filter((name) => search.get(name) === 'true'),
    sort,
    direction: direction === 'ASC' || direction === 'DESC' ? direction : firstDirection(sort),
    trail: search.getAll('after').slice(0, 1000),
  };
}

/** The address of a list; what equals the default is left out. */
export function listSearch(query: ListQuery): string {
  const search = new URLSearchParams();
  if (query.text !== '') search.set('q', query.text);
  for (const status of query.statuses) search.append('status', status);
  for (const plan of query.plans) search.append('plan', plan);
  for (const flag of query.flags) search.set(flag, 'true');
  if (query.sort !== 'RISK') search.set('sort', query.sort);
  if (query.direction !== firstDirection(query.sort)) search.set('direction', query.direction);
  for (const cursor of query.trail) search.append('after', cursor);
  const text = search.toString();
  // Not '.': on an index route the router would write "?index" into the address.
  return text === '' ? paths.tenants() : `?${text}`;
}

/** Names read from A; of figures the largest come first. */
function firstDirection(field: TenantSummarySortField): SortDirection {
  return field === 'NAME' || field === 'STATUS' ? 'ASC' : 'DESC';
}

/** Pressing a column sorts by it; pressing again turns it round. Either starts at the first page. */
export function sortedBy(query: ListQuery, field: TenantSummarySortField): ListQuery {
  const turned: SortDirection = query.direction === 'ASC' ? 'DESC' : 'ASC';
  return {
    ...query,
    sort: field,
    direction: query.sort === field ? turned : firstDirection(field),
    trail: [],
  };
}

export function apiFilter(query: ListQuery): TenantSummaryFilter {
  const filter: TenantSummaryFilter = {};
  if (query.text !== '') filter.query = query.text;
  if (query.statuses.length > 0) filter.statuses = query.statuses;
  if (query.plans.length > 0) filter.planKeys = query.plans;
  for (const { name, field } of flags) if (query.flags.includes(name)) filter[field] = true;
  return filter;
}

export function apiSort({ sort, direction }: ListQuery): TenantSummarySort {
  return { field: sort, direction };
}

export type Chip = { label: string; value: string; without: ListQuery };

/** One chip for each condition, with the list as it would be without it. */
export function chipsOf(query: ListQuery, plans: readonly { key: string; name: string }[]): Chip[] {
  const base = { ...query, trail: [] };
  return [
    ...query.statuses.map((status) => ({
      label: 'Status is',
      value: statusWords[status],
      without: { ...base, statuses: query.statuses.filter((each) => each !== status) },
    })),
    ...query.plans.map((key) => ({
      label: 'Plan is',
      value: plans.find((plan) => plan.key === key)?.name ?? key,
      without: { ...base, plans: query.plans.filter((each) => each !== key) },
    })),
    ...query.flags.map((name) => ({
      label: 'With',
      value: flags.find((flag) => flag.name === name)?.label ?? name,
      without: { ...base, flags: query.flags.filter((each) => each !== name) },
    })),
  ];
}

export function withoutFilters(query: ListQuery): ListQuery {
  return { ...query, text: '', statuses: [], plans: [], flags: [], trail: [] };
}
