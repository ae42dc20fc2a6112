import { z } from 'zod';
import { parseInput } from '@intendant/kit/parse-input';
import type { HealthContext } from '../context.ts';
import { readTenantsOfIncidents } from './concerned-tenants.ts';
import { reopen, type Incident } from './incident.entity.ts';
import { textSchema } from './incident-fields.ts';
import {
  authoriseIncidentWork,
  incidentAuditState,
  loadIncidentForChange,
  recordIncidentChange,
} from './record-incident-change.ts';

const schema = z.object({ id: z.string(), text: textSchema(3) });

/**
 * Opens a resolved incident again, to be investigated. Platform callers only. Throws `UserError` `NOT_FOUND`,
 * `BAD_INPUT`, and `INVALID_STATE` when it is open.
 */
export async function reopenIncident(ctx: HealthContext, input: z.input<typeof schema>): Promise<Incident> {
  const author = authoriseIncidentWork(ctx);
  const { id, text } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      const incident = await loadIncidentForChange(em, id);
      const tenants = (await readTenantsOfIncidents(em, [incident.id])).get(incident.id) ?? [];
      const before = incidentAuditState(incident, tenants);
      const entry = reopen(incident, text);
      await recordIncidentChange(em, ctx, {
        action: 'incident.reopen',
        incident,
        author,
        entries: [entry],
        before,
        after: incidentAuditState(incident, tenants),
      });
      return incident;
    },
    { clear: true },
  );
}
