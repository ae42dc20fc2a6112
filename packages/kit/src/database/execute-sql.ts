import type { EntityManager } from '@mikro-orm/postgresql';

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
  return em.getConnection().execute<Row[]>(sql, bound, 'all', em.getTransactionContext());
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
