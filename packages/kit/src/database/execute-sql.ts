import type { EntityManager } from '@mikro-orm/postgresql';
import { executePrepared } from './execute-prepared.ts';

// Far more than a module has statements that are prepared; texts beyond are sent as they are.
const mostPrepared = 500;
const prepared = new WeakSet<EntityManager>();
const names = new Map<string, string>();

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
  const name = prepared.has(em) ? nameOf(sql) : null;
  if (name !== null) {
    return executePrepared(em, name, sql, bound);
  }
  return em.getConnection().execute<Row[]>(sql, bound, 'all', em.getTransactionContext());
}

/**
 * Lets `executeSql` prepare the statements of this entity manager, so that the server parses them once for each
 * connection: for those of a constant text that are repeated for as long as the process runs. Returns the entity manager.
 */
export function prepareStatements(em: EntityManager): EntityManager {
  prepared.add(em);
  return em;
}

function nameOf(sql: string): string | null {
  const known = names.get(sql);
  if (known !== undefined || names.size >= mostPrepared) {
    return known ?? null;
  }
  const name = `intendant_${names.size + 1}`;
  names.set(sql, name);
  return name;
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
