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

/** When, and in which request, something happened. */
export interface PublishingContext {
  readonly clock: Clock;
  readonly requestId: string;
}

/**
 * Publishes a domain event with the caller's transaction: one row in the event log with the aggregate's next
 * version, one job per subscribed consumer. Nothing leaves when the transaction rolls back. Publishers of the same
 * aggregate queue up behind each other until commit, so publish last. Returns the version.
 */
export async function publish(em: EntityManager, event: NewEvent, ctx: PublishingContext): Promise<number> {
  const [version = 0] = await publishAll(em, [event], ctx);
  return version;
}

/**
 * The same for several events in their order: one statement, however many. Whoever publishes for several aggregates
 * takes them in the order of their ids, or locked them before, so that no two wait for each other. Returns the versions.
 */
export async function publishAll(
  em: EntityManager,
  events: readonly NewEvent[],
  ctx: PublishingContext,
): Promise<number[]> {
  requireTransaction(em, 'Publishing an event');
  if (events.length === 0) {
    return [];
  }
  const rows = events.map(({ type, aggregateType, aggregateId, tenantId, data }) => ({
    id: randomUUID(),
    type,
    aggregate_type: aggregateType ?? type.slice(0, type.indexOf('.')),
    aggregate_id: aggregateId,
    tenant_id: tenantId,
    data,
  }));
  const versions = await executeSql<{ version: number }>(
    em,
    `select platform.publish(e.id, e.type, e.aggregate_type, e.aggregate_id, e.tenant_id, e.data, ?, ?) as version
     from jsonb_to_recordset(?::jsonb) as e (
       id uuid, type text, aggregate_type text, aggregate_id text, tenant_id uuid, data jsonb)`,
    [ctx.clock.now(), ctx.requestId, JSON.stringify(rows)],
  );
  return versions.map(({ version }) => version);
}
