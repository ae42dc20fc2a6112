import { changeStream } from '@intendant/kit/pubsub/change-stream';
import type { HealthContext } from '../context.ts';
import { isUuid } from '../database/is-uuid.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import { incidentsChangedTopic } from './record-incident-change.ts';

export interface IncidentChangeSource {
  /** Null in the first event when no single incident was asked for. */
  incidentId: string | null;
}

type IncidentEvent = { incidentChanged: IncidentChangeSource };

/**
 * The changes of one incident, or of all: one event at once, then one for each incident that changed. Several changes of
 * the same incident within 50 ms are told together. Platform callers only.
 */
export function incidentChanges(
  ctx: HealthContext,
  id: string | null | undefined,
): AsyncIterableIterator<IncidentEvent> {
  authoriseFleet(ctx);
  // What cannot be an id names no incident, as an id that is unknown does not.
  const only = typeof id === 'string' ? (isUuid(id) ? id.toLowerCase() : '') : null;
  const changed = new Set<string>();
  const event = (incidentId: string | null): IncidentEvent => ({ incidentChanged: { incidentId } });

  return changeStream<IncidentEvent>({
    pubsub: ctx.pubsub,
    topics: [incidentsChangedTopic],
    // People change incidents, and few at a time: nobody who watches waits for the next of them.
    shortestIntervalMs: 50,
    isRelevant: (payload) => {
      const changedId = idOf(payload);
      if (changedId === null || (only !== null && changedId !== only)) {
        return false;
      }
      changed.add(changedId);
      return true;
    },
    next: async (cause) => {
      if (cause === 'heartbeat') {
        return null;
      }
      const [incidentId = only] = changed;
      if (incidentId !== null) {
        changed.delete(incidentId);
      }
      return { value: event(cause === 'start' ? only : incidentId), hasMore: changed.size > 0 };
    },
  });
}

function idOf(payload: unknown): string | null {
  return payload !== null && typeof payload === 'object' && 'id' in payload ? String(payload.id) : null;
}
