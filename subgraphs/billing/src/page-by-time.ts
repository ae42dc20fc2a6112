import type { EntityName, FilterQuery, OrderDefinition } from '@mikro-orm/core';
import { z } from 'zod';
import type { EntityManager } from '@mikro-orm/postgresql';
import { connectionArgs, sortKeyIn, toConnection, type Connection } from '@intendant/kit/pagination';

const cursorSchema = z.tuple([z.coerce.date(), z.guid()]);

export interface PageByTime<T> {
  /** All must hold; the tenant filter is added. */
  conditions: readonly FilterQuery<T>[];
  /** By which instant the list is sorted; none of the rows that match may lack it. */
  by: keyof T & string;
  isDescending: boolean;
  /** What is read along with each row, in one statement more. */
  populate?: (keyof T & string)[];
  args: { first?: number | null | undefined; after?: string | null | undefined };
}

/** A page of a list; how long the whole list is takes a statement of its own, for who asks. */
export type CountedConnection<T> = Connection<T> & { total: () => Promise<number> };

/** A condition that nothing meets. */
export const nothing = { id: { $in: [] } };

/**
 * A page of entities by an instant, ties by id; one statement. Throws `UserError('BAD_INPUT')` for a damaged cursor and
 * beyond 100.
 */
export async function pageByTime<T extends { id: string }>(
  em: EntityManager,
  entity: EntityName<T>,
  { conditions, by, isDescending, populate = [], args }: PageByTime<T>,
): Promise<CountedConnection<T>> {
  const connection = connectionArgs({ first: args.first ?? null, after: args.after ?? null });
  const beyond = isDescending ? '$lt' : '$gt';
  const direction = isDescending ? 'desc' : 'asc';
  const after = connection.after && sortKeyIn(connection.after, cursorSchema);
  // MikroORM's types follow no property that is only known at run time.
  const rest = (
    after ? [{ $or: [{ [by]: { [beyond]: after[0] } }, { [by]: after[0], id: { [beyond]: after[1] } }] }] : []
  ) as FilterQuery<T>[];
  const orderBy = { [by]: direction, id: direction } as OrderDefinition<T>;

  const rows = await em.find(entity, { $and: [...conditions, ...rest] } as FilterQuery<T>, {
    orderBy,
    limit: connection.first + 1,
    populate: populate as never[],
    strategy: 'select-in',
  });
  return {
    ...toConnection(rows, connection, (row) => [row[by], row.id]),
    total: () => em.count(entity, { $and: conditions } as FilterQuery<T>),
  };
}
