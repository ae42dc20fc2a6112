import type { IncidentPartFragment } from '#app/gql/graphql.ts';

/** What the form of an open incident is filled with; it sends it back, so that the action knows what was changed. */
export function settableOf(incident: IncidentPartFragment) {
  return {
    title: incident.title,
    severity: incident.severity,
    status: incident.status,
    lead: incident.lead?.id ?? '',
    tenantIds: (incident.tenants ?? []).map((tenant) => tenant.id),
  };
}
