import { may, type Caller, type Permission } from '#app/lib/permissions.ts';

export const tenantTabs = [
  { key: 'overview', label: 'Overview', needs: [] },
  { key: 'usage', label: 'Usage', needs: ['health:read'] },
  { key: 'failures', label: 'Failures', needs: ['health:read'] },
  { key: 'drift', label: 'Drift', needs: ['health:read'] },
  { key: 'credentials', label: 'Credentials', needs: ['health:read'] },
  { key: 'plan', label: 'Plan and limits', needs: ['billing:read'] },
  { key: 'people', label: 'People', needs: ['users:read'] },
  { key: 'incidents', label: 'Incidents', needs: ['health:read'] },
  { key: 'activity', label: 'Activity', needs: ['audit:read'] },
] as const satisfies readonly { key: string; label: string; needs: readonly Permission[] }[];

export type TabKey = (typeof tenantTabs)[number]['key'];

/** The tab the address names; the overview when it names none that exists. */
export function readTab(search: URLSearchParams): TabKey {
  return tenantTabs.find(({ key }) => key === search.get('tab'))?.key ?? 'overview';
}

/** The tabs a caller may open. */
export function tabsFor(caller: Pick<Caller, 'permissions'>): TabKey[] {
  return tenantTabs.filter(({ needs }) => may(caller, ...needs)).map(({ key }) => key);
}
