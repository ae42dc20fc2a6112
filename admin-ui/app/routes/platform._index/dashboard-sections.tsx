import { useCallback } from 'react';
import { AtRiskSection } from './tenant-health/at-risk-section.tsx';
import { FailedSection } from './failed-section.tsx';
import { IncidentsSection } from './incidents/incidents-section.tsx';
import type { OpenIncidentOf } from './tenant-health/next-actions.tsx';
import type { SectionName } from './overview-request.ts';
import { PlatformHealthSection } from './platform-health/platform-health-section.tsx';
import { RevenueSection } from './revenue/revenue-section.tsx';
import { SecuritySection } from './security/security-section.tsx';
import type { PlatformSnapshot } from './snapshot.ts';
import { TenantHealthSection } from './tenant-health/tenant-health-section.tsx';
import { UsageSection } from './usage/usage-section.tsx';

type DashboardSectionsProps = { snapshot: PlatformSnapshot; sections: readonly SectionName[] };

/** The sections a role may read; one whose source did not answer is replaced by a retry, its neighbours stay. */
export function DashboardSections({ snapshot, sections }: DashboardSectionsProps) {
  const { health, revenue, security, incidents } = snapshot;
  const { open, figures } = incidents;
  const incidentOf: OpenIncidentOf = useCallback(
    ({ tenant, openIncident }) => {
      const listed = open?.find(({ tenants }) => tenants.some(({ id }) => id === tenant.id));
      // The list follows every change, but has only the first ten of them.
      const isWhole = open !== null && figures !== null && open.length >= figures.open;
      return listed ?? (isWhole ? undefined : (openIncident ?? undefined));
    },
    [open, figures],
  );
  const shows = (name: SectionName) => sections.includes(name);
  return (
    <>
      {!shows('health') ? null : health.platformHealth === null ? (
        <FailedSection section="health" title="Platform health" heading="h2" />
      ) : (
        <PlatformHealthSection health={health.platformHealth} />
      )}
      {!shows('tenants') ? null : health.atRiskTenants === null ? (
        <FailedSection section="tenants" title="Tenants at risk" heading="h2" />
      ) : (
        <AtRiskSection tenants={health.atRiskTenants} fleet={health.fleetHealth} incidentOf={incidentOf} />
      )}
      {!shows('tenants') ? null : health.fleetHealth === null ? (
        <FailedSection section="tenants" title="Tenant health" heading="h2" />
      ) : (
        <TenantHealthSection fleet={health.fleetHealth} part={health} />
      )}
      {!shows('usage') ? null : health.usage === null ? (
        <FailedSection section="usage" title="Usage and capacity" heading="h2" />
      ) : (
        <UsageSection usage={health.usage} part={health} />
      )}
      {!shows('revenue') ? null : revenue.revenue === null ? (
        <FailedSection section="revenue" title="Revenue and enforcement" heading="h2" />
      ) : (
        <RevenueSection revenue={revenue.revenue} part={revenue} />
      )}
      {!shows('security') ? null : security.activity === null ? (
        <FailedSection section="security" title="Security and admin activity" heading="h2" />
      ) : (
        <SecuritySection activity={security.activity} part={security} />
      )}
      {!shows('incidents') ? null : incidents.figures === null ? (
        <FailedSection section="incidents" title="Incidents" heading="h2" />
      ) : (
        <IncidentsSection figures={incidents.figures} part={incidents} />
      )}
    </>
  );
}
