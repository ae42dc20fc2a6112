import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { deadLetterColumns, type DeadLetterRow } from './dead-letter-row.ts';

/** The dead letters with these ids; those that are none (any more) are left out. One statement. */
export function readDeadLetters(em: EntityManager, ids: readonly string[]): Promise<DeadLetterRow[]> {
  return executeSql<DeadLetterRow>(
    em,
    `select ${deadLetterColumns} from unnest(?::bigint[]) as i (id) cross join lateral platform.dead_letter(i.id) as l
     order by l.id`,
    [ids],
  );
}
