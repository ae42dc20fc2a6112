import { readFragment } from '#app/gql/fragment-masking.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { valueOf } from '#app/lib/list-address.ts';
import { apiTimeWindow, type TimeWindow } from '#app/lib/time-window.ts';
import { EntitlementsFragment, PaymentRowFragment, PlanTabQuery } from './plan/billing-documents.ts';
import {
  ActivityTabQuery,
  FailuresTabQuery,
  IncidentsTabQuery,
  OverviewTabQuery,
  PeopleTabQuery,
} from './tab-documents.ts';
import { readTabList } from './tab-list.ts';
import type { TabKey } from './tabs.ts';

type Asked = {
  id: string;
  search: URLSearchParams;
  window: TimeWindow;
  can: { billing: boolean; audit: boolean };
};

/** What a tab shows beside the health that every tab has. Each part is null when its source did not answer. */
export async function loadTab(gateway: Gateway, tab: TabKey, asked: Asked) {
  const { id, search, window, can } = asked;
  const list = readTabList(id, tab, search);
  const after = list.trail.at(-1) ?? null;
  switch (tab) {
    case 'overview': {
      const data = await orNull(
        gateway.query(OverviewTabQuery, { id, canBilling: can.billing, canAudit: can.audit }),
      );
      return {
        tab,
        entitlements: readFragment(EntitlementsFragment, data?.tenant)?.entitlements ?? null,
        auditEntries: data?.tenant?.auditEntries ?? null,
      };
    }
    case 'failures': {
      const data = await orNull(
        gateway.query(FailuresTabQuery, {
          id,
          window: apiTimeWindow(window),
          workflow: valueOf(list, 'workflow') ?? null,
          errorCode: valueOf(list, 'error') ?? null,
          after,
        }),
      );
      return { tab, list, failed: data?.tenant?.health?.failedExecutions ?? null };
    }
    case 'plan': {
      const data = await orNull(gateway.query(PlanTabQuery, { id, after }));
      const payments = data?.payments ?? null;
      return {
        tab,
        list,
        entitlements: readFragment(EntitlementsFragment, data?.tenant)?.entitlements ?? null,
        plans: data?.plans ?? [],
        payments:
          payments === null ? null : { ...payments, nodes: readFragment(PaymentRowFragment, payments.nodes) },
        overrides: data?.entitlementOverrides?.nodes ?? null,
      };
    }
    case 'people': {
      const data = await orNull(gateway.query(PeopleTabQuery, { id }));
      return {
        tab,
        memberships: data?.tenant?.memberships ?? null,
        memberTotal: data?.users?.totalCount ?? null,
      };
    }
    case 'incidents': {
      const data = await orNull(gateway.query(IncidentsTabQuery, { id, after }));
      return { tab, list, incidents: data?.incidents ?? null };
    }
    case 'activity': {
      const data = await orNull(gateway.query(ActivityTabQuery, { id, after }));
      return { tab, list, entries: data?.auditEntries ?? null };
    }
    default:
      return { tab };
  }
}

export type TabData = Awaited<ReturnType<typeof loadTab>>;
export type TabOf<Key extends TabKey> = Extract<TabData, { tab: Key }>;

/** A tab whose source fails says so in its place; everything else about an answer stays as it is. */
async function orNull<Data>(asked: Promise<Data>): Promise<Data | null> {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof Response && thrown.status === 500) return null;
    throw thrown;
  }
}
