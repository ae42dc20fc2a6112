import type { TenantHealthChangedSubscriptionVariables } from '#app/gql/graphql.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { apiTimeWindow, readTimeWindow } from '#app/lib/time-window.ts';
import { TenantPageQuery } from './documents.ts';
import { loadTab } from './load-tab.server.ts';
import type { TabKey } from './tabs.ts';
import { readTenant } from './tenant-data.ts';

type Asked = {
  id: string;
  tab: TabKey;
  search: URLSearchParams;
  can: { health: boolean; billing: boolean; audit: boolean; users: boolean; keys: boolean };
};

const DAY_MS = 86_400_000;

/** The tenant, and what the open tab shows of it; null when there is no such tenant. */
export async function loadTenant(gateway: Gateway, { id, tab, search, can }: Asked) {
  const now = Date.now();
  const readWindow = readTimeWindow(search, {
    fallback: tab === 'usage' ? '7d' : '24h',
    now: new Date(now),
  });
  const { window } = readWindow;
  const liveVariables: TenantHealthChangedSubscriptionVariables = {
    id,
    window: apiTimeWindow(window),
    overview: tab === 'overview',
    usage: tab === 'usage',
    failures: tab === 'failures',
    withResources: tab === 'overview' || tab === 'usage',
  };
  const content = loadTab(gateway, tab, { id, search, window, can });
  // It is waited for below; until then a failure of it is nobody's.
  content.catch(() => undefined);
  const { tenant } = await gateway.query(
    TenantPageQuery,
    {
      ...liveVariables,
      previousDay: daysBefore(now, 2, 1),
      previousMonth: daysBefore(now, 60, 30),
      canHealth: can.health,
      canBilling: can.billing,
      canUsers: can.users,
      canKeys: can.keys,
      asksToSuspend: search.get('confirm') === 'suspend',
    },
    { needs: 'tenant' },
  );
  if (!tenant) return null;
  return { tenant: readTenant(tenant, can.billing), content: await content, readWindow, liveVariables };
}

function daysBefore(now: number, from: number, to: number): { from: string; to: string } {
  return {
    from: new Date(now - from * DAY_MS).toISOString(),
    to: new Date(now - to * DAY_MS).toISOString(),
  };
}
