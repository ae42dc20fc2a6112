import type { Context } from '../context.ts';
import { executeSql } from '../database/execute-sql.ts';
import type { DomainEvent } from './domain-event.ts';

/** A subgraph's reaction to other subgraphs' events. */
export interface ConsumerDefinition {
  /** `<module>:<what it does>`; also the name of its jobs, so it never changes. */
  readonly name: string;
  readonly events: readonly string[];
  consume(ctx: Context, event: DomainEvent): Promise<ConsumerOutcome>;
}

export type ConsumerOutcome = 'handled' | 'skipped';

/**
 * Declares a consumer. `handle` runs in a transaction that also remembers the aggregate's version, so each event
 * takes effect once, and an event that arrives after a newer one of the same aggregate takes none: `data` is the
 * full state, and the newest wins.
 */
export function defineConsumer<D extends object, C extends Context = Context>(definition: {
  name: string;
  event: string | readonly string[];
  handle: (ctx: C, event: DomainEvent<D>) => Promise<void>;
}): ConsumerDefinition {
  const { name, handle } = definition;
  return {
    name,
    events: typeof definition.event === 'string' ? [definition.event] : definition.event,
    consume: (ctx, event) =>
      ctx.em.transactional(async (em) => {
        if (!(await remember({ ...ctx, em }, name, event))) {
          return 'skipped';
        }
        // The module that declares the consumer builds the context, and the publisher shapes the data.
        await handle({ ...ctx, em } as C, event as DomainEvent<D>);
        return 'handled';
      }),
  };
}

/**
 * Moves the consumer's mark on the aggregate forward; false when it stands there or further already. The row lock
 * makes a concurrent delivery of the same event wait for this transaction.
 */
async function remember(ctx: Context, consumer: string, event: DomainEvent): Promise<boolean> {
  const rows = await executeSql(
    ctx.em,
    `insert into inbox as i (consumer, aggregate_type, aggregate_id, version, event_id, handled_at)
     values (?, ?, ?, ?, ?, ?)
     on conflict (consumer, aggregate_type, aggregate_id) do update
       set version = excluded.version, event_id = excluded.event_id, handled_at = excluded.handled_at
       where i.version < excluded.version
     returning version`,
    [consumer, event.aggregateType, event.aggregateId, event.version, event.id, ctx.clock.now()],
  );
  return rows.length > 0;
}
