import pg from 'pg';
import { hasRestoreMarker, restoreMarker } from '../database/restore-marker.ts';
import { BackupError } from './backup-error.ts';
import { takeTurn } from './take-turn.ts';

const turn = 'intendant restore';

/**
 * Makes sure that a database is empty and marks it, so that nothing takes it for an installation before the restore has
 * ended. What an earlier restore left that did not end is removed first. Throws `BackupError` when anything else is in
 * the database.
 */
export async function claimEmptyDatabase(
  client: pg.ClientBase,
  database: string,
  schemas: readonly string[],
): Promise<void> {
  await takeTurn(client, turn, `Another restore into the database ${database} is running.`);
  const isMarked = await hasRestoreMarker(client);
  if (isMarked) {
    await dropSchemas(client, schemas);
  }
  await refuseContent(client, database, schemas);
  if (!isMarked) {
    await client.query(`create schema ${restoreMarker}`);
  }
}

/** Leaves a database as empty as it was when it was claimed. Throws `BackupError` when it is claimed anew meanwhile. */
export async function abandonDatabase(
  client: pg.ClientBase,
  database: string,
  schemas: readonly string[],
): Promise<void> {
  await takeTurn(client, turn, `Another restore into the database ${database} is running.`);
  // Without the marker the restore was committed after all.
  if (await hasRestoreMarker(client)) {
    await dropSchemas(client, schemas);
    await client.query(`drop schema ${restoreMarker}`);
  }
}

async function refuseContent(
  client: pg.ClientBase,
  database: string,
  schemas: readonly string[],
): Promise<void> {
  const { rows } = await client.query<{ found: string }>(
    `select found from (
       select format('the table %s.%s', n.nspname, c.relname) as found
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
         and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
         and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
       union all
       select format('the schema %s', nspname) from pg_namespace where nspname = any ($1)
     ) as content order by 1 desc limit 1`,
    [schemas],
  );
  if (rows[0]) {
    throw new BackupError(
      `The database ${database} is not empty: it holds ${rows[0].found}, for example. Restore into an empty database.`,
    );
  }
}

async function dropSchemas(client: pg.ClientBase, schemas: readonly string[]): Promise<void> {
  for (const schema of schemas) {
    await client.query(`drop schema if exists ${pg.escapeIdentifier(schema)} cascade`);
  }
}
