import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import { groupedLoader } from '../database/grouped-loader.ts';
import { readTenantsOfIncidents, type ConcernedTenant } from './concerned-tenants.ts';
import { IncidentEntity, type Incident } from './incident.entity.ts';
import { countEntries, readTimelines, type IncidentEntryRow } from './incident-timeline.ts';
import { readIncidentsOfTenants } from './read-incidents-of-tenants.ts';

/** Incidents and what belongs to them, batched. They remember nothing, and read past the identity map. */
export interface IncidentLoaders {
  incidentById: DataLoader<string, Incident | null>;
  incidentTenants: DataLoader<string, ConcernedTenant[]>;
  incidentTimeline: DataLoader<
    { incidentId: string; first: number; after: string | null },
    IncidentEntryRow[]
  >;
  incidentEntryCount: DataLoader<string, number>;
  tenantIncidents: DataLoader<{ tenantId: string; first: number }, Incident[]>;
}

export function createIncidentLoaders({ em }: { em: EntityManager }): IncidentLoaders {
  return {
    incidentById: new DataLoader(
      async (ids) => {
        const found = await em.find(IncidentEntity, { id: { $in: [...ids] } }, { disableIdentityMap: true });
        const byId = new Map(found.map((incident) => [incident.id, incident]));
        return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
      },
      { cache: false },
    ),
    incidentTenants: new DataLoader(
      async (ids) => {
        const tenants = await readTenantsOfIncidents(em, [...new Set(ids)]);
        return ids.map((id) => tenants.get(id) ?? []);
      },
      { cache: false },
    ),
    incidentTimeline: groupedLoader('incidentId', ({ first, after }, ids) =>
      readTimelines(em, ids, { first, after }),
    ),
    incidentEntryCount: new DataLoader(
      async (ids) => {
        const counts = await countEntries(em, [...new Set(ids)]);
        return ids.map((id) => counts.get(id) ?? 0);
      },
      { cache: false },
    ),
    tenantIncidents: groupedLoader('tenantId', ({ first }, ids) => readIncidentsOfTenants(em, ids, first)),
  };
}
