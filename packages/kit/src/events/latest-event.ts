import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '../database/execute-sql.ts';
import type { DomainEvent } from './domain-event.ts';

/**
 * The newest event of an aggregate, for a subgraph that has not been delivered it yet. Names the aggregate by id, or
 * by a part of its state (`match: { slug: 'acme' }`). Null when there is none, or when the subgraph consumes no
 * event of that kind.
 */
export async function latestEvent<D extends object = Record<string, unknown>>(
  em: EntityManager,
  query: { aggregateType: string } & ({ aggregateId: string } | { match: object }),
): Promise<DomainEvent<D> | null> {
  const [row] = await executeSql<{ event: DomainEvent<D> | null }>(
    em,
    'select platform.latest_event(?, ?, ?::jsonb) as event',
    [
      query.aggregateType,
      'aggregateId' in query ? query.aggregateId : null,
      'match' in query ? JSON.stringify(query.match) : null,
    ],
  );
  return row?.event ?? null;
}
