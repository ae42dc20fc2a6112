import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '../database/execute-sql.ts';

export interface EnqueueOptions {
  /** Not before this instant; at once unless given. */
  runAt?: Date;
  /** A waiting job with the same key is replaced, so there is at most one. */
  jobKey?: string;
  /** How often it is tried before it is a dead letter; 12 unless given, which spans about two days. */
  maxAttempts?: number;
  /** Jobs of one queue run one after another. */
  queue?: string;
}

/** Adds a job with the caller's transaction: it runs after commit, and never when the transaction rolls back. */
export async function enqueue(
  em: EntityManager,
  task: string,
  payload: object = {},
  options: EnqueueOptions = {},
): Promise<void> {
  await executeSql(em, 'select platform.enqueue(?, ?::json, ?, ?, ?, ?)', [
    task,
    JSON.stringify(payload),
    options.runAt ?? null,
    options.jobKey ?? null,
    options.maxAttempts ?? null,
    options.queue ?? null,
  ]);
}
