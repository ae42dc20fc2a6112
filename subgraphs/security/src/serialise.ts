import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';

/**
 * Waits until no other transaction holds `subject`, and holds it until this one ends. Rules over several rows ("one
 * owner stays") are checked after it, on what is committed. One lock instead of row locks: nothing can deadlock.
 */
export async function serialise(em: EntityManager, subject: string): Promise<void> {
  await executeSql(em, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`security ${subject}`]);
}
