import type { EntityManager } from '@mikro-orm/postgresql';
import { readTogether } from './read-together.ts';
import type { Statement } from './statement-batch.ts';

// Far more than a module has statements that are prepared; texts beyond are sent as they are.
const mostPrepared = 500;
// What writes must not share the fate of its neighbours, so it never travels with them.
const isQuery = /^[\s(]*(select|with)\b/i;
const reading = new WeakSet<EntityManager>();
const prepared = new Map<string, { name: string; text: string }>();

/**
 * Runs one statement with `?` parameters on the entity manager's connection, inside its transaction when there is
 * one, and returns the rows. Dates are passed as they are; a JSON value must be stringified by the caller. Rows come as
 * the ORM's connection gives them: timestamps and bigints as text.
 */
export async function executeSql<Row extends object = Record<string, unknown>>(
  em: EntityManager,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  // Arrays are bound as one array parameter; knex would otherwise spread them over several placeholders.
  const bound = parameters.map((value) => (Array.isArray(value) ? toArrayLiteral(value) : value));
  const transaction = em.getTransactionContext();
  const statement = reading.has(em) && !transaction ? preparedAs(sql) : null;
  if (statement) {
    return readTogether<Row>(em, { ...statement, values: bound as Statement['values'] });
  }
  return em.getConnection().execute<Row[]>(sql, bound, 'all', transaction);
}

/**
 * Lets `executeSql` read with this entity manager at less cost: statements of the same moment are sent together, and are
 * prepared, so that the server parses them once for each connection. For statements of a constant text that only read
 * and are repeated for as long as the process runs. Returns the entity manager.
 */
export function forReading(em: EntityManager): EntityManager {
  reading.add(em);
  return em;
}

function preparedAs(sql: string): { name: string; text: string } | null {
  const known = prepared.get(sql);
  if (known || prepared.size >= mostPrepared || !isQuery.test(sql)) {
    return known ?? null;
  }
  let parameters = 0;
  const text = sql.replaceAll('?', () => `$${(parameters += 1)}`);
  const statement = { name: `intendant_${prepared.size + 1}`, text };
  prepared.set(sql, statement);
  return statement;
}

/** A PostgreSQL array literal; the statement names its type (`?::text[]`). */
export function toArrayLiteral(values: readonly unknown[]): string {
  const items = values.map((value) => {
    if (value === null || value === undefined) {
      return 'NULL';
    }
    const text = value instanceof Date ? value.toISOString() : String(value);
    return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `{${items.join(',')}}`;
}
