import { z } from 'zod';
import { UserError } from '@intendant/kit/errors';
import { parseInput } from '@intendant/kit/parse-input';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { HealthContext } from '../context.ts';
import {
  findTenants,
  namesOf,
  readTenantsOfIncidents,
  replaceTenants,
  type ConcernedTenant,
} from './concerned-tenants.ts';
import { findLead } from './find-lead.ts';
import {
  changeIncident,
  incidentStatuses,
  requireOpen,
  type EntryContent,
  type Incident,
  type IncidentChanges,
} from './incident.entity.ts';
import { optionalTextSchema, severitySchema, tenantIdsSchema, titleSchema } from './incident-fields.ts';
import {
  authoriseIncidentWork,
  incidentAuditState,
  loadIncidentForChange,
  recordIncidentChange,
} from './record-incident-change.ts';

const schema = z.object({
  id: z.string(),
  version: z.number().int().nullish(),
  title: titleSchema.nullish(),
  severity: severitySchema.nullish(),
  status: z
    .enum(incidentStatuses)
    .refine((status) => status !== 'RESOLVED', 'Resolve the incident to end it.')
    .nullish(),
  // Only here null is a value of its own: it takes the lead away.
  leadId: z.string().nullish(),
  tenantIds: tenantIdsSchema.nullish(),
  text: optionalTextSchema,
});

/**
 * Changes what is given of an open incident and leaves the rest. Each aspect that became another is one entry of the
 * timeline, of which the last carries the text; a text without any change is a note; without either nothing happens.
 * Platform callers only. Throws `UserError` `NOT_FOUND`, `BAD_INPUT`, `INVALID_STATE` for a resolved incident, and
 * `CONFLICT` when the incident is not at the version the caller saw.
 */
export async function updateIncident(ctx: HealthContext, input: z.input<typeof schema>): Promise<Incident> {
  const author = authoriseIncidentWork(ctx);
  const { id, version, leadId, tenantIds, text, ...rest } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      const incident = await loadIncidentForChange(em, id);
      if (typeof version === 'number' && version !== incident.version) {
        throw new UserError('CONFLICT', 'The incident was changed in the meantime; look again.', [
          'input',
          'version',
        ]);
      }
      requireOpen(incident, 'The incident is resolved; reopen it to change it.');
      const tenants = await tenantsOf(em, incident);
      const before = incidentAuditState(incident, tenants);

      const changes: IncidentChanges = {
        title: rest.title ?? undefined,
        severity: rest.severity ?? undefined,
        status: rest.status ?? undefined,
        lead: await changedLead(em, incident, leadId),
      };
      const entries = changeIncident(incident, changes);
      const after = tenantIds ? await findTenants({ ...ctx, em }, tenantIds) : tenants;
      if (hasOthers(tenants, after)) {
        await replaceTenants(em, incident.id, after);
        entries.push({ kind: 'TENANTS', text: null, before: namesOf(tenants), after: namesOf(after) });
      }
      if (text !== null) {
        explain(entries, text);
      }
      if (entries.length > 0) {
        await recordIncidentChange(em, ctx, {
          action: 'incident.update',
          incident,
          author,
          entries,
          before,
          after: incidentAuditState(incident, after),
        });
      }
      return incident;
    },
    { clear: true },
  );
}

async function tenantsOf(em: EntityManager, { id }: Incident): Promise<ConcernedTenant[]> {
  return (await readTenantsOfIncidents(em, [id])).get(id) ?? [];
}

/** A lead who stays is not asked for: they may have left since. */
async function changedLead(
  em: EntityManager,
  incident: Incident,
  leadId: string | null | undefined,
): Promise<IncidentChanges['lead']> {
  if (leadId === undefined || leadId?.toLowerCase() === incident.leadId) {
    return undefined;
  }
  return leadId === null ? null : findLead(em, leadId);
}

function hasOthers(before: readonly ConcernedTenant[], after: readonly ConcernedTenant[]): boolean {
  return before.length !== after.length || after.some(({ id }) => !before.some((tenant) => tenant.id === id));
}

function explain(entries: EntryContent[], text: string): void {
  const last = entries.at(-1);
  if (last) {
    last.text = text;
  } else {
    entries.push({ kind: 'NOTE', text, before: null, after: null });
  }
}
