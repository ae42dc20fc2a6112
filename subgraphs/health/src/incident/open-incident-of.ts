import type { HealthContext } from '../context.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { TenantSummaryRow } from '../tenant-summary/tenant-summary-row.ts';
import type { Incident } from './incident.entity.ts';

/**
 * The incident opened last of those that are open for a tenant; null when none is. Known where tenants at risk were read
 * together, else read for all tenants of an operation at once. Platform callers only.
 */
export async function openIncidentOf(
  ctx: HealthContext,
  { tenantId, openIncident }: TenantSummaryRow,
): Promise<Incident | null> {
  authoriseFleet(ctx);
  if (openIncident !== undefined) {
    return openIncident;
  }
  const [latest] = await ctx.loaders.tenantIncidents.load({ tenantId, first: 1 });
  return latest && latest.status !== 'RESOLVED' ? latest : null;
}
