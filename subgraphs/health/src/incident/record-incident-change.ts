import type { EntityManager } from '@mikro-orm/postgresql';
import { LockMode } from '@mikro-orm/core';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { UserError } from '@intendant/kit/errors';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { IdentifiedCaller } from '@intendant/kit/identity/caller';
import { notify } from '@intendant/kit/pubsub/notify';
import type { HealthContext } from '../context.ts';
import { isUuid } from '../database/is-uuid.ts';
import type { ConcernedTenant } from './concerned-tenants.ts';
import { IncidentEntity, type EntryContent, type Incident } from './incident.entity.ts';
import { appendEntries } from './incident-timeline.ts';

/** Says that an incident changed: `{ id }`; announced in the transaction that changed it. */
export const incidentsChangedTopic = 'incidents-changed';

/** Throws unless the caller may work on incidents, which concern the platform and no tenant's own people. */
export function authoriseIncidentWork(ctx: HealthContext): IdentifiedCaller {
  authorise(ctx, 'incidents:write');
  return requirePlatformCaller(ctx);
}

/** The incident, locked until the transaction ends. Throws `UserError('NOT_FOUND')` when it does not exist. */
export async function loadIncidentForChange(em: EntityManager, id: string): Promise<Incident> {
  const incident = isUuid(id)
    ? await em.findOne(IncidentEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
    : null;
  if (!incident) {
    throw new UserError('NOT_FOUND', 'There is no such incident.', ['input', 'id']);
  }
  return incident;
}

/** An incident as the audit log keeps it. */
export function incidentAuditState(incident: Incident, tenants: readonly ConcernedTenant[]): object {
  return {
    number: incident.number,
    title: incident.title,
    severity: incident.severity,
    status: incident.status,
    leadId: incident.leadId,
    leadName: incident.leadName,
    tenants: tenants.map(({ id, name }) => ({ id, name })),
    resolvedAt: incident.resolvedAt?.toISOString() ?? null,
  };
}

interface IncidentChange {
  action: 'incident.open' | 'incident.update' | 'incident.note' | 'incident.resolve' | 'incident.reopen';
  incident: Incident;
  author: IdentifiedCaller;
  entries: readonly EntryContent[];
  before: object | null;
  after: object;
}

/** Stores a change, tells the timeline, the audit log and everybody who watches of it, in its transaction. */
export async function recordIncidentChange(
  em: EntityManager,
  ctx: HealthContext,
  { action, incident, author, entries, before, after }: IncidentChange,
): Promise<void> {
  const now = ctx.clock.now();
  incident.updatedAt = now;
  incident.version += 1;
  await em.flush();
  await appendEntries(em, incident.id, { at: now, authorId: author.id, authorName: author.name }, entries);
  await appendAudit(em, ctx, {
    action,
    target: { type: 'Incident', id: incident.id, name: `#${incident.number} ${incident.title}` },
    // An incident is the platform's, whomever it concerns: no tenant reads of it in its own audit log.
    tenantId: null,
    before,
    after,
  });
  await notify(em, incidentsChangedTopic, { id: incident.id });
}
