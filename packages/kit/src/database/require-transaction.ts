import type { EntityManager } from '@mikro-orm/postgresql';
import { InvariantError } from '../errors.ts';

/** Throws `InvariantError` outside a transaction, where what belongs together could be stored in halves. */
export function requireTransaction(em: EntityManager, what: string): void {
  if (!em.isInTransaction()) {
    throw new InvariantError(
      `${what} belongs into the transaction of the work: em.transactional(async (em) => …).`,
    );
  }
}
