import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import type pg from 'pg';
import { StatementBatch, type Outcome, type Statement } from './statement-batch.ts';

type Knex = ReturnType<ReturnType<EntityManager['getConnection']>['getKnex']>;

/** What the query builder does for its own queries. */
interface KnexClient {
  acquireConnection(): Promise<pg.ClientBase & { __knexUid: string }>;
  releaseConnection(connection: pg.ClientBase): Promise<void>;
  emit(event: 'query' | 'query-response', ...facts: unknown[]): void;
}

// So that a second connection works on some of them where there are many.
const mostOfBatch = 10;
const readers = new WeakMap<object, DataLoader<Statement, object[]>>();

/**
 * Runs a statement that only reads, outside of a transaction, together with those that others read from the same
 * database in the same moment. One that fails fails alone.
 */
export async function readTogether<Row extends object>(
  em: EntityManager,
  statement: Statement,
): Promise<Row[]> {
  const knex = em.getConnection().getKnex();
  let reader = readers.get(knex);
  if (!reader) {
    reader = new DataLoader((statements) => readAll(knex, statements), {
      cache: false,
      maxBatchSize: mostOfBatch,
    });
    readers.set(knex, reader);
  }
  try {
    // The statement says what its rows are.
    return (await reader.load(statement)) as Row[];
  } catch (error) {
    // Where it was asked for, not where the connection heard of it.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
}

/** The rows of each, or why there are none. Those that another kept from being run are run again without it. */
async function readAll(knex: Knex, statements: readonly Statement[]): Promise<(object[] | Error)[]> {
  const results = new Map<Statement, object[] | Error>();
  for (let left = statements; left.length > 0; left = left.filter((statement) => !results.has(statement))) {
    const outcomes = await runBatch(knex.client as KnexClient, left);
    left.forEach((statement, index) => {
      const outcome = outcomes[index];
      if (outcome) {
        results.set(statement, 'rows' in outcome ? outcome.rows : outcome.error);
      }
    });
  }
  return statements.map((statement) => results.get(statement) ?? []);
}

async function runBatch(client: KnexClient, statements: readonly Statement[]): Promise<readonly Outcome[]> {
  const connection = await client.acquireConnection();
  const facts = statements.map(({ text, values }) => ({
    __knexUid: connection.__knexUid,
    sql: text,
    bindings: values,
  }));
  facts.forEach((query) => client.emit('query', query));
  try {
    return await new Promise<readonly Outcome[]>((resolve) => {
      connection.query(new StatementBatch(connection, statements, resolve));
    });
  } finally {
    facts.forEach((query) => client.emit('query-response', null, query));
    await client.releaseConnection(connection);
  }
}
