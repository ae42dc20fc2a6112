import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { IncidentEntity, type Incident } from './incident.entity.ts';

/** SQL for the row of the incident opened last of those that are open for `tenant_summary s`, as JSON, or null. */
export const latestOpenIncident = `(
  select to_jsonb(i) from incident_tenant c join incident i on i.id = c.incident_id
  where c.tenant_id = s.tenant_id and i.resolved_at is null
  order by i.opened_at desc, i.number desc limit 1)`;

/** The incidents that concern each of the tenants, the open and latest first, in two statements. */
export async function readIncidentsOfTenants(
  em: EntityManager,
  tenantIds: readonly string[],
  first: number,
): Promise<Map<string, Incident[]>> {
  const rows = await executeSql<{ tenantId: string; incidentId: string }>(
    em,
    `select t.tenant_id as "tenantId", i.id as "incidentId" from unnest(?::uuid[]) as t (tenant_id)
     cross join lateral (
       select i.id from incident_tenant c join incident i on i.id = c.incident_id where c.tenant_id = t.tenant_id
       order by (i.resolved_at is null) desc, coalesce(i.resolved_at, i.opened_at) desc, i.number desc limit ?) as i`,
    [tenantIds, first],
  );
  const ids = [...new Set(rows.map(({ incidentId }) => incidentId))];
  const found = await em.find(IncidentEntity, { id: { $in: ids } }, { disableIdentityMap: true });
  const byId = new Map(found.map((incident) => [incident.id, incident]));
  const incidents = new Map<string, Incident[]>(tenantIds.map((id) => [id, []]));
  for (const { tenantId, incidentId } of rows) {
    const incident = byId.get(incidentId);
    if (incident) {
      incidents.get(tenantId)?.push(incident);
    }
  }
  return incidents;
}
