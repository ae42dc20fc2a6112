import type pg from 'pg';
import { DatabaseError } from './database-error.ts';

/** The schema that stands in a database for as long as an archive is being restored into it. */
export const restoreMarker = 'intendant_restore';

export async function hasRestoreMarker(client: pg.ClientBase): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_namespace where nspname = $1', [restoreMarker]);
  return rowCount === 1;
}

/** Throws `DatabaseError` for a database into which a restore was begun and not finished. */
export async function refuseUnfinishedRestore(client: pg.ClientBase, database: string): Promise<void> {
  if (await hasRestoreMarker(client)) {
    throw new DatabaseError(
      `A restore into the database ${database} was begun and not finished; run it again, or start with an empty database.`,
    );
  }
}
