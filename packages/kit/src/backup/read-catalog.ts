import pg from 'pg';
import { BackupError } from './backup-error.ts';
import { isLeftOut } from './left-out.ts';
import type { ArchivedSequence, ArchivedTable } from './manifest.ts';

export type Table = Pick<ArchivedTable, 'schema' | 'name' | 'columns' | 'partition'>;

export function qualifiedName({ schema, name }: { schema: string; name: string }): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}

/** The schemas of Intendant in a database: its own two, and every one in which the installation made an inbox. */
export async function readSchemas(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname as name from pg_namespace n
     where n.nspname in ('platform', 'graphile_worker')
       or exists (
         select from pg_class c
         where c.relnamespace = n.oid and c.relname = 'inbox' and c.relkind = 'r'
           and 2 = (select count(*) from pg_attribute a
                    where a.attrelid = c.oid and a.attname in ('consumer', 'event_id')))
     order by 1`,
  );
  return rows.map(({ name }) => name);
}

/**
 * The tables an archive holds: partitions in place of the tables they are part of, without unlogged tables, which a
 * crash empties as well. Throws `BackupError` when this role would not see all rows of one.
 */
export async function readTables(client: pg.ClientBase, schemas: readonly string[]): Promise<Table[]> {
  const { rows } = await client.query<Table & { isConfined: boolean; hasParts: boolean }>(
    `select n.nspname as schema, c.relname as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       case when c.relispartition then
         json_build_object('of', p.relname, 'bound', pg_get_expr(c.relpartbound, c.oid)) end as partition,
       row_security_active(c.oid) and not exists (
         select from pg_policy y
         where y.polrelid = c.oid and y.polname = 'intendant_backup' and current_user::regrole = any (y.polroles)
       ) as "isConfined",
       c.relkind = 'p' as "hasParts"
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     left join pg_inherits i on i.inhrelid = c.oid
     left join pg_class p on p.oid = i.inhparent
     where n.nspname = any ($1) and c.relpersistence = 'p'
       and (c.relkind = 'r' or c.relkind = 'p' and c.relispartition)
     order by 1, 2`,
    [schemas],
  );
  const tables = rows.filter(({ schema, name }) => !isLeftOut(schema, name));
  for (const table of tables) {
    if (table.isConfined) {
      throw new BackupError(
        `This database role does not see all rows of ${qualifiedName(table)}; run npm run db:migrate.`,
      );
    }
    if (table.hasParts) {
      throw new BackupError(
        `${qualifiedName(table)} is a partition with partitions, which no archive can hold.`,
      );
    }
  }
  return tables.map(({ schema, name, columns, partition }) => ({ schema, name, columns, partition }));
}

/**
 * Where the sequences stand. They are outside of every snapshot, so this is never less than the rows of a snapshot
 * taken before need.
 */
export async function readSequences(
  client: pg.ClientBase,
  schemas: readonly string[],
): Promise<ArchivedSequence[]> {
  const { rows } = await client.query<{ schema: string; name: string; owner: string | null }>(
    `select n.nspname as schema, c.relname as name,
       (select o.relname from pg_depend d join pg_class o on o.oid = d.refobjid
        where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
          and d.deptype in ('a', 'i') limit 1) as owner
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any ($1) and c.relkind = 'S' and c.relpersistence = 'p'
     order by 1, 2`,
    [schemas],
  );
  const sequences: ArchivedSequence[] = [];
  for (const { schema, name, owner } of rows) {
    if (owner !== null && isLeftOut(schema, owner)) {
      continue;
    }
    const state = await client.query<{ lastValue: string; isCalled: boolean }>(
      `select last_value::text as "lastValue", is_called as "isCalled" from ${qualifiedName({ schema, name })}`,
    );
    sequences.push(...state.rows.map((row) => ({ schema, name, ...row })));
  }
  return sequences;
}

/** Which migrations ran, by schema. */
export async function readMigrations(
  client: pg.ClientBase,
  schemas: readonly string[],
): Promise<Record<string, string[]>> {
  const migrations: Record<string, string[]> = {};
  for (const schema of schemas) {
    const table = qualifiedName({ schema, name: 'migrations' });
    const column = schema === 'graphile_worker' ? 'id::text' : 'name';
    const { rows } = await client.query<{ name: string }>(
      `select ${column} as name from ${table} order by id`,
    );
    migrations[schema] = rows.map(({ name }) => name);
  }
  return migrations;
}
