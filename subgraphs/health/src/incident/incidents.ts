import type { z } from 'zod';
import { connectionArgs, toConnection, type Connection } from '@intendant/kit/pagination';
import { parseInput } from '@intendant/kit/parse-input';
import type { HealthContext } from '../context.ts';
import { isUuid } from '../database/is-uuid.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { QueryIncidentsArgs } from '../generated/resolvers.ts';
import { IncidentEntity, type Incident } from './incident.entity.ts';
import { conditionsOf, incidentFilterSchema } from './incident-filter.ts';
import { cursorOf, incidentsAfter, orderBy, orderOf } from './incident-sort.ts';

/** A page of incidents, and which they were chosen from. */
export type IncidentPage = Connection<Incident> & { filter: z.output<typeof incidentFilterSchema> };

/**
 * Incidents by page: one statement, whatever their number. Pages neither overlap nor skip while the sort keys stand.
 * Platform callers only. Throws `UserError('BAD_INPUT')` for a cursor of another order and beyond 100.
 */
export async function incidents(
  ctx: HealthContext,
  args: Partial<QueryIncidentsArgs>,
): Promise<IncidentPage> {
  authoriseFleet(ctx);
  const connection = connectionArgs(args);
  const order = orderOf(args.sort);
  const filter = parseInput(incidentFilterSchema, args.filter ?? {}, 'filter');
  const page = connection.after ? [incidentsAfter(order, connection.after)] : [];

  const rows = await ctx.em.find(
    IncidentEntity,
    { $and: [...conditionsOf(filter), ...page] },
    { orderBy: orderBy(order), limit: connection.first + 1, disableIdentityMap: true },
  );
  return { ...toConnection(rows, connection, (incident) => cursorOf(order, incident)), filter };
}

/** How many incidents there are on all pages; counted only for those who ask. Platform callers only. */
export async function countIncidents(ctx: HealthContext, { filter }: IncidentPage): Promise<number> {
  authoriseFleet(ctx);
  return ctx.em.count(IncidentEntity, { $and: conditionsOf(filter) });
}

/** One incident; null when it does not exist. Platform callers only. */
export async function incident(ctx: HealthContext, id: string): Promise<Incident | null> {
  authoriseFleet(ctx);
  return isUuid(id) ? ctx.loaders.incidentById.load(id) : null;
}
