import { UserError } from '@intendant/kit/errors';
import { toPayload } from '@intendant/kit/to-payload';
import { isUuid } from '../database/is-uuid.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { isTenantId } from '../tenant-summary/tenant-id.ts';
import { addIncidentNote } from './add-incident-note.ts';
import { incidentChanges } from './incident-changes.ts';
import { incidentFigures } from './incident-figures.ts';
import { countIncidents, incident, incidents } from './incidents.ts';
import { openIncident } from './open-incident.ts';
import { openIncidents, tenantsOf } from './open-incidents.ts';
import { reopenIncident } from './reopen-incident.ts';
import { resolveIncident } from './resolve-incident.ts';
import { updateIncident } from './update-incident.ts';

const nothing = { incident: null };

export const incidentResolvers: Resolvers = {
  Query: {
    incident: (_, { id }, ctx) => incident(ctx, id),
    incidents: (_, args, ctx) => incidents(ctx, args),
    incidentFigures: (_, __, ctx) => incidentFigures(ctx),
    openIncidents: (_, { first }, ctx) => openIncidents(ctx, first),
  },
  Mutation: {
    openIncident: (_, { input }, ctx) =>
      toPayload(async () => ({ incident: await openIncident(ctx, input) }), nothing),
    updateIncident: (_, { input }, ctx) =>
      toPayload(async () => ({ incident: await updateIncident(ctx, input) }), nothing),
    addIncidentNote: (_, { input }, ctx) =>
      toPayload(async () => ({ incident: await addIncidentNote(ctx, input) }), nothing),
    resolveIncident: (_, { input }, ctx) =>
      toPayload(async () => ({ incident: await resolveIncident(ctx, input) }), nothing),
    reopenIncident: (_, { input }, ctx) =>
      toPayload(async () => ({ incident: await reopenIncident(ctx, input) }), nothing),
  },
  Subscription: {
    incidentChanged: {
      subscribe: (_, { id }, ctx) => incidentChanges(ctx, id),
    },
  },
  Incident: {
    __resolveReference: ({ id }, ctx) => incident(ctx, id),
    tenants: (incident, _, ctx) => tenantsOf(ctx, incident),
    tenantNames: async (incident, _, ctx) => (await tenantsOf(ctx, incident)).map(({ name }) => name),
    tenantCount: async (incident, _, ctx) => (await tenantsOf(ctx, incident)).length,
    lead: ({ leadId }) => (leadId ? { id: leadId } : null),
    timeline: ({ id }, { first, after }, ctx) =>
      ctx.loaders.incidentTimeline.load({
        incidentId: id,
        first: atMost(200, first ?? 50),
        after: after ? entryId(after) : null,
      }),
    timelineCount: ({ id }, _, ctx) => ctx.loaders.incidentEntryCount.load(id),
  },
  IncidentConnection: {
    totalCount: (page, _, ctx) => countIncidents(ctx, page),
  },
  // What is told after a change must know that change.
  IncidentChange: {
    incident: ({ incidentId }, _, ctx) => (incidentId ? ctx.loaders.incidentById.load(incidentId) : null),
    figures: (_, __, ctx) => incidentFigures(ctx, 'current'),
    openIncidents: (_, { first }, ctx) => openIncidents(ctx, first),
  },
  Tenant: {
    incidents: ({ id }, { first }, ctx) => {
      authoriseFleet(ctx);
      const limit = atMost(50, first ?? 10);
      return isTenantId(id)
        ? ctx.loaders.tenantIncidents.load({ tenantId: id.toLowerCase(), first: limit })
        : null;
    },
  },
};

function atMost(maximum: number, first: number): number {
  if (!Number.isInteger(first) || first < 1 || first > maximum) {
    throw new UserError('BAD_INPUT', `first must be between 1 and ${maximum}.`, ['first']);
  }
  return first;
}

function entryId(after: string): string {
  if (!isUuid(after)) {
    throw new UserError('BAD_INPUT', 'There is no such entry; start again without it.', ['after']);
  }
  return after;
}
