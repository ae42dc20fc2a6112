import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '../clock.ts';
import { executeSql } from '../database/execute-sql.ts';
import { requireTransaction } from '../database/require-transaction.ts';

export interface NewEvent {
  type: string;
  /** What `aggregateId` names; the part of `type` before its first dot unless given. */
  aggregateType?: string;
  aggregateId: string;
  tenantId: string | null;
  /** The aggregate's full state after the change. */
  data: object;
}

/**
 * Publishes a domain event with the caller's transaction: one row in the event log with the aggregate's next
 * version, one job per subscribed consumer. Nothing leaves when the transaction rolls back. Publishers of the same
 * aggregate queue up behind each other until commit, so publish last. Returns the version.
 */
export async function publish(
  em: EntityManager,
  event: NewEvent,
  ctx: { readonly clock: Clock; readonly requestId: string },
): Promise<number> {
  requireTransaction(em, 'Publishing an event');
  const aggregateType = event.aggregateType ?? event.type.slice(0, event.type.indexOf('.'));
  const [row] = await executeSql<{ version: number }>(
    em,
    'select platform.publish(?::uuid, ?, ?, ?, ?::uuid, ?::jsonb, ?, ?) as version',
    [
      randomUUID(),
      event.type,
      aggregateType,
      event.aggregateId,
      event.tenantId,
      JSON.stringify(event.data),
      ctx.clock.now(),
      ctx.requestId,
    ],
  );
  return row?.version ?? 0;
}
