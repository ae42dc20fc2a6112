import { listChips, valuesOf, withChosen, type ListChip } from './list-address.ts';
import {
  isBillingFilter,
  permittedList,
  readTenantList,
  savedSearchOf,
  tenantList,
  withKept,
  withoutFilters,
} from './tenant-list.ts';
import type { TenantListAddress } from './tenant-list.ts';

type Condition = { name: string; value: string };

type ViewKey =
  'all' | 'atRisk' | 'rateLimited' | 'trialing' | 'delinquent' | 'provisioning' | 'suspended' | 'deleted';

/** How many tenants each standing view shows; of trials only for whoever may know of them. */
export type ViewCounts = Readonly<Record<Exclude<ViewKey, 'trialing'>, number> & { trialing?: number }>;

export type StandingView = {
  count: ViewKey;
  label: string;
  /** The one condition it stands for; null for all tenants. */
  condition: Condition | null;
};

const all: StandingView = { count: 'all', label: 'All', condition: null };

export const standingViews: readonly StandingView[] = [
  all,
  { count: 'atRisk', label: 'At risk', condition: { name: 'risk', value: 'true' } },
  { count: 'rateLimited', label: 'Over rate limit', condition: { name: 'limited', value: 'true' } },
  { count: 'trialing', label: 'Trials', condition: { name: 'trial', value: 'true' } },
  { count: 'delinquent', label: 'Delinquent', condition: { name: 'delinquent', value: 'true' } },
  { count: 'provisioning', label: 'Provisioning', condition: { name: 'status', value: 'PROVISIONING' } },
  { count: 'suspended', label: 'Suspended', condition: { name: 'status', value: 'SUSPENDED' } },
  { count: 'deleted', label: 'Deleted', condition: { name: 'status', value: 'DELETED' } },
];

/** The views the caller may open. */
export function offeredViews(canBilling: boolean): readonly StandingView[] {
  return standingViews.filter(({ condition }) => canBilling || !isBillingFilter(condition?.name ?? ''));
}

/** The view a list belongs to: the first whose condition it holds exactly. What else it holds are filters within. */
export function standingViewOf(list: TenantListAddress): StandingView {
  return (
    standingViews.find(({ condition }) => {
      if (condition === null) return false;
      const values = valuesOf(list, condition.name);
      return values.length === 1 && values[0] === condition.value;
    }) ?? all
  );
}

/** A standing view from its first page; order, columns and page size stay as they are. */
export function toStandingView(list: TenantListAddress, { condition }: StandingView): TenantListAddress {
  const bare = withoutFilters(list);
  return condition === null ? bare : withChosen(bare, condition.name, [condition.value]);
}

export type SavedTenantView = { id: string; name: string; search: string };

/** A saved view as an address: what was saved, and which view it is. */
export function toSavedView({ id, search }: SavedTenantView): TenantListAddress {
  return withKept(readTenantList(new URLSearchParams(search)), { view: id });
}

/** The saved view that was opened last, and whether the list was changed since by more than the caller's rights. */
export function openedView<View extends SavedTenantView>(
  list: TenantListAddress,
  views: readonly View[],
  canBilling: boolean,
): { view: View; isChanged: boolean } | null {
  const view = views.find(({ id }) => id === list.kept['view']);
  if (view === undefined) return null;
  const saved = savedSearchOf(permittedList(readTenantList(new URLSearchParams(view.search)), canBilling));
  return { view, isChanged: saved !== savedSearchOf(list) };
}

export type TenantChip = ListChip<TenantListAddress['sort']>;

/** One chip for each condition; the one the current view stands for is said by its tab. */
export function tenantChips(
  list: TenantListAddress,
  planNames: Readonly<Record<string, string>>,
): TenantChip[] {
  const { condition } = standingViewOf(list);
  const chips = listChips(tenantList, list, planNames);
  if (condition === null) return chips;
  const own = listChips(tenantList, {
    ...list,
    chosen: { [condition.name]: [condition.value] },
  });
  return chips.filter((chip) => own.every((each) => each.label !== chip.label || each.value !== chip.value));
}

export type Relaxation = {
  /** What is taken away: "plan". */
  name: string;
  /** As a sentence part: "plan is Free". */
  says: string;
  without: TenantListAddress;
};

/** Each group of conditions by itself, and the list as it would be without it: for a list nothing matches. */
export function relaxations(
  list: TenantListAddress,
  planNames: Readonly<Record<string, string>>,
): Relaxation[] {
  const found: Relaxation[] = [];
  if (list.text !== '') {
    found.push({
      name: 'search',
      says: `search is “${list.text}”`,
      without: { ...list, text: '', trail: [] },
    });
  }
  for (const filter of tenantList.filters) {
    const chips = listChips(
      tenantList,
      { ...list, chosen: { [filter.name]: valuesOf(list, filter.name) } },
      planNames,
    );
    const [first] = chips;
    if (first === undefined) continue;
    found.push({
      name: relaxationNames[filter.name] ?? first.value.toLowerCase(),
      says: `${first.label.charAt(0).toLowerCase()}${first.label.slice(1)} ${chips.map((chip) => chip.value).join(' or ')}`,
      without: withChosen(list, filter.name, []),
    });
  }
  return found;
}

const relaxationNames: Readonly<Record<string, string>> = {
  status: 'status',
  plan: 'plan',
  clause: 'clause',
  active: 'activity',
  demo: 'demo fleet',
};
