import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';

/**
 * Waits until no other transaction holds any of the `subjects`, and holds them until this one ends. Rules over several
 * rows ("one owner stays") are checked after it, on what is committed. Locks of subjects instead of rows, always taken in
 * the same order: nothing can deadlock.
 */
export async function serialise(em: EntityManager, ...subjects: readonly string[]): Promise<void> {
  await executeSql(
    em,
    `select pg_advisory_xact_lock(subject.key)
     from (
       select distinct hashtextextended('security ' || name, 0) as key from unnest(?::text[]) as named (name) order by 1
     ) subject`,
    [subjects],
  );
}
