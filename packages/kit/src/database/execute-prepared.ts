import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Runs one statement with `?` parameters as a named prepared statement, so that the server plans it once per
 * connection. Joins the entity manager's transaction. Parameters travel as parameters; the driver's usual way, which
 * writes them into the text, would cost a batch of a thousand events more than storing it.
 */
export async function executePrepared<Row extends object>(
  em: EntityManager,
  name: string,
  sql: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const query = em
    .getConnection()
    .getKnex()
    .raw<{ rows: Row[] }>(sql, [...parameters] as never)
    .options({ name });
  const transaction = em.getTransactionContext();
  const { rows } = await (transaction ? query.transacting(transaction) : query);
  return rows;
}
