import { Tabs, type Tab } from '#app/components/ui/tabs.tsx';
import { formatCount } from '#app/lib/format.ts';
import { tenantListHref, type TenantListAddress } from '#app/lib/tenant-list.ts';
import {
  openedView,
  standingViewOf,
  standingViews,
  toSavedView,
  toStandingView,
  type SavedTenantView,
  type ViewCounts,
} from '#app/lib/tenant-views.ts';

type ViewTabsProps = {
  list: TenantListAddress;
  counts: ViewCounts | null;
  saved: readonly SavedTenantView[];
};

/** The standing views with how many tenants each shows, and the person's own beside them. */
export function ViewTabs({ list, counts, saved }: ViewTabsProps) {
  const opened = openedView(list, saved);
  const standing = standingViewOf(list);
  const tabs: Tab[] = [
    ...standingViews.map((view) => ({
      label: view.label,
      to: tenantListHref(toStandingView(list, view)),
      isCurrent: opened === null && view === standing,
      count: counts === null ? undefined : formatCount(counts[view.count]),
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
