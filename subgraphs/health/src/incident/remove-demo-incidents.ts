import { LockMode } from '@mikro-orm/core';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { notify } from '@intendant/kit/pubsub/notify';
import type { HealthContext } from '../context.ts';
import { readTenantsOfIncidents } from './concerned-tenants.ts';
import { IncidentEntity } from './incident.entity.ts';
import {
  authoriseIncidentWork,
  incidentAuditState,
  incidentsChangedTopic,
} from './record-incident-change.ts';

/**
 * Removes the incidents of the demo fleet with their timelines, and no others. Platform callers only. Returns how many
 * are gone.
 */
export async function removeDemoIncidents(ctx: HealthContext): Promise<number> {
  authoriseIncidentWork(ctx);

  return ctx.em.transactional(
    async (em) => {
      const incidents = await em.find(
        IncidentEntity,
        { isDemo: true },
        { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true },
      );
      const ids = incidents.map(({ id }) => id);
      const tenants = await readTenantsOfIncidents(em, ids);
      // Its timeline and its tenants go with it.
      await em.nativeDelete(IncidentEntity, { id: { $in: ids } });
      for (const incident of incidents) {
        await appendAudit(em, ctx, {
          action: 'incident.remove',
          target: { type: 'Incident', id: incident.id, name: `#${incident.number} ${incident.title}` },
          tenantId: null,
          before: incidentAuditState(incident, tenants.get(incident.id) ?? []),
          after: null,
        });
        await notify(em, incidentsChangedTopic, { id: incident.id });
      }
      return incidents.length;
    },
    { clear: true },
  );
}
