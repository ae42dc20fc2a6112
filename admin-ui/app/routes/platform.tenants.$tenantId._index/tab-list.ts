import { readListAddress, type ListAddress, type ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import type { TabKey } from './tabs.ts';

export type TabSort = 'LATEST';
export type TabList = ListAddress<TabSort>;

const pageSizes: Partial<Record<TabKey, number>> = { activity: 50 };

/** The list of a tab as its address says it; the tab and its window of time are kept by every link. */
export function tabList(id: string, tab: TabKey): ListSpec<TabSort> {
  return {
    path: paths.tenant(id),
    filters:
      tab === 'failures'
        ? [
            { name: 'workflow', label: 'Workflow is', isSingle: true },
            { name: 'error', label: 'Error is', isSingle: true },
          ]
        : [],
    defaultSort: 'LATEST',
    sorts: { LATEST: 'DESC' },
    pageSize: pageSizes[tab] ?? 25,
    keeps: ['tab', 'range', 'from', 'to'],
  };
}

export function readTabList(id: string, tab: TabKey, search: URLSearchParams): TabList {
  return readListAddress(tabList(id, tab), search);
}
