import type { TenantRankingKind } from '#app/gql/graphql.ts';
import { may, type Caller } from '#app/lib/permissions.ts';

/** What the page is made of, by who answers it. Each can be asked for alone. */
export const sectionNames = ['health', 'tenants', 'usage', 'revenue', 'security', 'incidents'] as const;
export type SectionName = (typeof sectionNames)[number];

export type ExecutionsWindow = '24h' | '7d';

export const executionsKinds: Record<ExecutionsWindow, TenantRankingKind> = {
  '24h': 'EXECUTIONS_24H',
  '7d': 'EXECUTIONS_7D',
};

/** The window of the executions ranking, as the address says it. */
export function readExecutionsWindow(search: URLSearchParams): ExecutionsWindow {
  return search.get('executions') === '7d' ? '7d' : '24h';
}

/** What a role may see and do on this page; nothing else is offered. */
export type DashboardRights = Record<
  'health' | 'billing' | 'audit' | 'listTenants' | 'workIncidents' | 'grantOverrides' | 'suspendTenants',
  boolean
>;

export function rightsOf(caller: Pick<Caller, 'permissions'>): DashboardRights {
  return {
    health: may(caller, 'health:read', 'tenants:read'),
    billing: may(caller, 'billing:read'),
    audit: may(caller, 'audit:read'),
    listTenants: may(caller, 'tenants:read', 'health:read'),
    workIncidents: may(caller, 'health:read', 'incidents:write'),
    grantOverrides: may(caller, 'billing:read', 'billing:write'),
    suspendTenants: may(caller, 'tenants:write'),
  };
}

/** The sections a role may read, in the order of the page. */
export function sectionsFor(rights: DashboardRights): readonly SectionName[] {
  const readable: Record<SectionName, boolean> = {
    health: rights.health,
    tenants: rights.health,
    usage: rights.health,
    revenue: rights.billing,
    security: rights.audit,
    incidents: rights.health,
  };
  return sectionNames.filter((name) => readable[name]);
}

/** Variables of the overview that ask for these sections and no others. */
export function overviewVariables(
  sections: readonly SectionName[],
  rights: DashboardRights,
  executions: ExecutionsWindow,
) {
  const asked = (name: SectionName) => sections.includes(name);
  return {
    health: asked('health'),
    tenants: asked('tenants'),
    usage: asked('usage'),
    revenue: asked('revenue'),
    security: asked('security'),
    incidents: asked('incidents'),
    canBilling: rights.billing,
    executionsBy: executionsKinds[executions],
  };
}
