import { cachedSection } from '@intendant/kit/cache/section-cache';
import { connectionArgs } from '@intendant/kit/pagination';
import type { HealthContext } from '../context.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import { readTenantsOfIncidents, type ConcernedTenant } from './concerned-tenants.ts';
import type { Incident } from './incident.entity.ts';
import { incidents } from './incidents.ts';
import { incidentsChangedTopic } from './record-incident-change.ts';

/** Tenants that were read together with their incident. */
const knownTenants = new WeakMap<Incident, ConcernedTenant[]>();

/**
 * The open incidents with the tenants they concern, the worst first; cached, two statements when they are not. Platform
 * callers only. Throws `UserError('BAD_INPUT')` beyond 100.
 */
export async function openIncidents(
  ctx: HealthContext,
  first: number | null | undefined,
): Promise<Incident[]> {
  authoriseFleet(ctx);
  const limit = connectionArgs({ first: first ?? 10 }).first;
  return cachedSection(ctx, {
    key: `openIncidents ${limit}`,
    topic: incidentsChangedTopic,
    // They change rarely, and whoever changes them looks at them next.
    freshness: 'current',
    compute: async (own: HealthContext) => {
      const { nodes } = await incidents(own, { first: limit, filter: { isOpen: true } });
      const tenants = await readTenantsOfIncidents(
        own.em,
        nodes.map(({ id }) => id),
      );
      nodes.forEach((incident) => knownTenants.set(incident, tenants.get(incident.id) ?? []));
      return nodes;
    },
  });
}

/** The tenants an incident concerns, by name; read for all incidents of an operation at once unless already known. */
export function tenantsOf(ctx: HealthContext, incident: Incident): Promise<ConcernedTenant[]> {
  const known = knownTenants.get(incident);
  return known ? Promise.resolve(known) : ctx.loaders.incidentTenants.load(incident.id);
}
