import { Tabs } from '#app/components/ui/tabs.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { formatCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { tenantTabs, type TabKey } from '../tabs.ts';
import type { TenantData } from '../tenant-data.ts';

type TenantTabsProps = {
  tenant: TenantData;
  health: TenantHealthPartFragment | null;
  tab: TabKey;
  tabs: readonly TabKey[];
};

/** The tabs the caller may open; a count stands beside what needs a look. */
export function TenantTabs({ tenant, health, tab, tabs }: TenantTabsProps) {
  const counts: Partial<Record<TabKey, number | null>> = {
    drift: health?.drift.filter((row) => row.isDrifted).length,
    credentials: health?.credentials.filter((row) => row.isFailing).length,
    people: tenant.memberCount,
    incidents: tenant.openIncidents,
  };
  return (
    <Tabs
      label={`Parts of ${tenant.name}`}
      tabs={tenantTabs
        .filter(({ key }) => tabs.includes(key))
        .map(({ key, label }) => {
          const count = counts[key];
          return {
            label,
            to: key === 'overview' ? paths.tenant(tenant.id) : paths.tenantTab(tenant.id, key),
            isCurrent: key === tab,
            // Nothing to look at is the quiet state.
            count: count === undefined || count === null || count === 0 ? undefined : formatCount(count),
          };
        })}
    />
  );
}
