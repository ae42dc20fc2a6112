import { join } from 'node:path';
import pg from 'pg';
import { restoreMarker } from '../database/restore-marker.ts';
import type { Log } from '../log.ts';
import { BackupError } from './backup-error.ts';
import { copyFromFile, copySettings, copyToHash } from './copy-table.ts';
import { damaged, tableFile, type ArchivedTable, type Manifest } from './manifest.ts';
import { qualifiedName, readMigrations, readTables } from './read-catalog.ts';

/**
 * Loads an archive into the schemas as they were when it was taken, and reads every table again to see that its rows are
 * those of the archive. All in one transaction, which also takes the marker away: afterwards the restore has happened,
 * or nothing has.
 */
export async function loadArchive(
  client: pg.ClientBase,
  archive: string,
  manifest: Manifest,
  log: Log,
): Promise<void> {
  const schemas = Object.keys(manifest.migrations);
  await client.query('begin');
  await client.query(copySettings);
  await recreatePartitions(client, manifest);
  await refuseOtherTables(client, manifest, schemas);
  const { tables } = manifest;
  if (tables.length > 0) {
    // Some migrations put first rows into their tables.
    await client.query(`truncate ${tables.map(qualifiedName).join(', ')}`);
  }
  const resume = await suspendChecks(client, schemas);
  for (const table of tables) {
    const { rows, sha256 } = await copyFromFile(client, table, join(archive, tableFile(table)));
    if (rows !== table.rows || sha256 !== table.sha256) {
      throw damaged(archive, tableFile(table));
    }
    log.info({ table: qualifiedName(table), rows }, 'restored');
  }
  await resume();
  for (const sequence of manifest.sequences) {
    await client.query('select setval($1::regclass, $2, $3)', [
      qualifiedName(sequence),
      sequence.lastValue,
      sequence.isCalled,
    ]);
  }
  await verifyTables(client, tables);
  await client.query(`drop schema ${restoreMarker}`);
  await client.query('commit');
}

/** Partitions come and go with time: those of the archive replace whatever the migrations made. */
async function recreatePartitions(client: pg.ClientBase, { tables }: Manifest): Promise<void> {
  const partitions = tables.flatMap(({ partition, ...table }) =>
    partition ? [{ ...table, ...partition }] : [],
  );
  const parents = new Set(partitions.map(({ schema, of }) => qualifiedName({ schema, name: of })));
  for (const parent of parents) {
    const { rows } = await client.query<{ name: string }>(
      'select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass',
      [parent],
    );
    for (const { name } of rows) {
      await client.query(`drop table ${name}`);
    }
  }
  for (const { schema, name, of, bound } of partitions) {
    if (!/^(FOR VALUES |DEFAULT$)/.test(bound)) {
      throw new BackupError(`The bound of the partition ${schema}.${name} cannot be understood: ${bound}`);
    }
    const parent = qualifiedName({ schema, name: of });
    const { rows } = await client.query<{ owner: string }>(
      'select pg_get_userbyid(relowner) as owner from pg_class where oid = $1::regclass',
      [parent],
    );
    const partition = qualifiedName({ schema, name });
    await client.query(`create table ${partition} partition of ${parent} ${bound}`);
    await client.query(`alter table ${partition} owner to ${pg.escapeIdentifier(rows[0]?.owner ?? '')}`);
  }
}

/** Throws `BackupError` unless the schemas hold exactly the tables, columns and migrations of the archive. */
async function refuseOtherTables(
  client: pg.ClientBase,
  manifest: Manifest,
  schemas: readonly string[],
): Promise<void> {
  const describe = ({ schema, name, columns }: Pick<ArchivedTable, 'schema' | 'name' | 'columns'>): string =>
    `${schema}.${name} (${[...columns].sort().join(', ')})`;
  const expected = new Set(manifest.tables.map(describe));
  const present = new Set((await readTables(client, schemas)).map(describe));
  const migrations = await readMigrations(client, schemas);
  const different = [
    ...[...expected].filter((table) => !present.has(table)),
    ...[...present].filter((table) => !expected.has(table)),
    ...Object.entries(manifest.migrations).flatMap(([schema, names]) =>
      names.filter((name) => !migrations[schema]?.includes(name)).map((name) => `${schema}: ${name}`),
    ),
  ];
  if (different.length > 0) {
    throw new BackupError(
      `This version of Intendant cannot make the schema the archive was taken from (${different[0]}); restore it with the version that made it.`,
    );
  }
}

/**
 * Takes foreign keys and triggers out of the way, so that tables may be loaded in any order and nothing reacts to rows
 * that are only coming back. Returns how to bring them back, which checks every foreign key.
 */
async function suspendChecks(
  client: pg.ClientBase,
  schemas: readonly string[],
): Promise<() => Promise<void>> {
  const keys = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint
     where contype = 'f' and conparentid = 0 and connamespace::regnamespace::text = any ($1)`,
    [schemas],
  );
  const triggers = await client.query<{ table: string; name: string }>(
    `select t.tgrelid::regclass::text as table, quote_ident(t.tgname) as name
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where not t.tgisinternal and t.tgenabled = 'O' and c.relnamespace::regnamespace::text = any ($1)`,
    [schemas],
  );
  for (const { table, name } of keys.rows) {
    await client.query(`alter table ${table} drop constraint ${name}`);
  }
  for (const { table, name } of triggers.rows) {
    await client.query(`alter table ${table} disable trigger ${name}`);
  }
  return async () => {
    await client.query('set constraints all immediate');
    for (const { table, name, definition } of keys.rows) {
      await client.query(`alter table ${table} add constraint ${name} ${definition}`);
    }
    for (const { table, name } of triggers.rows) {
      await client.query(`alter table ${table} enable trigger ${name}`);
    }
  };
}

async function verifyTables(client: pg.ClientBase, tables: readonly ArchivedTable[]): Promise<void> {
  for (const table of tables) {
    const { rows, sha256 } = await copyToHash(client, table);
    if (rows !== table.rows || sha256 !== table.sha256) {
      throw new BackupError(
        `${qualifiedName(table)} does not hold after the restore what the archive holds; nothing was restored.`,
      );
    }
  }
}
