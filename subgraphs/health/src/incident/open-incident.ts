import { randomUUID } from 'node:crypto';
import { UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { InvariantError } from '@intendant/kit/errors';
import { parseInput } from '@intendant/kit/parse-input';
import type { HealthContext } from '../context.ts';
import { findTenants, replaceTenants } from './concerned-tenants.ts';
import { findLead } from './find-lead.ts';
import { IncidentEntity, type Incident } from './incident.entity.ts';
import {
  optionalTextSchema,
  requestKeySchema,
  severitySchema,
  tenantIdsSchema,
  titleSchema,
} from './incident-fields.ts';
import { authoriseIncidentWork, incidentAuditState, recordIncidentChange } from './record-incident-change.ts';

const schema = z.object({
  title: titleSchema,
  severity: severitySchema,
  text: optionalTextSchema,
  tenantIds: tenantIdsSchema.nullish().transform((ids) => ids ?? []),
  leadId: z.string().nullish(),
  requestKey: requestKeySchema.nullish(),
  /** Marks an incident of the demo fleet. Not part of the SDL. */
  isDemo: z.boolean().default(false),
});

/**
 * Opens an incident with the next number. Repeating it with the same `requestKey` changes nothing and returns the
 * caller's first one, also when both come at once. Platform callers only. Throws `UserError('BAD_INPUT')` for malformed
 * fields, for each unknown tenant by its position, and for a lead who may not work on incidents.
 */
export async function openIncident(ctx: HealthContext, input: z.input<typeof schema>): Promise<Incident> {
  const author = authoriseIncidentWork(ctx);
  const { tenantIds, leadId, requestKey = null, text, ...fields } = parseInput(schema, input);
  const findFirst = async (): Promise<Incident | null> =>
    requestKey === null ? null : ctx.em.findOne(IncidentEntity, { openedById: author.id, requestKey });

  const first = await findFirst();
  if (first) {
    return first;
  }
  try {
    return await ctx.em.transactional(
      async (em) => {
        const tenants = await findTenants({ ...ctx, em }, tenantIds);
        const lead = leadId ? await findLead(em, leadId) : null;
        const incident = em.create(IncidentEntity, {
          id: randomUUID(),
          number: await nextNumber(em),
          ...fields,
          requestKey,
          status: 'INVESTIGATING',
          leadId: lead?.id ?? null,
          leadName: lead?.name ?? null,
          openedById: author.id,
          openedBy: author.name,
          openedAt: ctx.clock.now(),
          updatedAt: ctx.clock.now(),
          resolvedAt: null,
          version: 0,
        });
        await em.persistAndFlush(incident);
        await replaceTenants(em, incident.id, tenants);
        await recordIncidentChange(em, ctx, {
          action: 'incident.open',
          incident,
          author,
          entries: [{ kind: 'OPENED', text, before: null, after: null }],
          before: null,
          after: incidentAuditState(incident, tenants),
        });
        return incident;
      },
      { clear: true },
    );
  } catch (error) {
    const isRepeat =
      error instanceof UniqueConstraintViolationException &&
      error.message.includes('incident_request_key_unique');
    const winner = isRepeat ? await findFirst() : null;
    if (!winner) {
      throw error;
    }
    return winner;
  }
}

async function nextNumber(em: EntityManager): Promise<number> {
  const [row] = await executeSql<{ number: number }>(
    em,
    `select nextval('incident_number')::integer as number`,
  );
  if (!row) {
    throw new InvariantError('A sequence returned no number.');
  }
  return row.number;
}
