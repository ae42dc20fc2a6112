import { Tabs, type Tab } from '#app/components/ui/tabs.tsx';
import { formatCount } from '#app/lib/format.ts';
import { tenantListHref, type TenantListAddress } from '#app/lib/tenant-list.ts';
import {
  offeredViews,
  openedView,
  standingViewOf,
  toSavedView,
  toStandingView,
  type SavedTenantView,
  type ViewCounts,
} from '#app/lib/tenant-views.ts';

type ViewTabsProps = {
  list: TenantListAddress;
  counts: ViewCounts | null;
  saved: readonly SavedTenantView[];
  canBilling: boolean;
};

/** The standing views with how many tenants each shows, and the person's own beside them. */
export function ViewTabs({ list, counts, saved, canBilling }: ViewTabsProps) {
  const opened = openedView(list, saved, canBilling);
  const standing = standingViewOf(list);
  const tabs: Tab[] = [
    ...offeredViews(canBilling).map((view) => ({
      label: view.label,
      to: tenantListHref(toStandingView(list, view)),
      isCurrent: opened === null && view === standing,
      count: counts === null ? undefined : formatCount(counts[view.count] ?? null),
    })),
    ...saved.map((view) => {
      const isCurrent = opened?.view.id === view.id;
      return {
        label: isCurrent && opened?.isChanged ? `${view.name}, changed` : view.name,
        to: tenantListHref(toSavedView(view)),
        isCurrent,
      };
    }),
  ];
  return <Tabs label="Views" tabs={tabs} />;
}
