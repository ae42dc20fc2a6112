import pg from 'pg';
import type { Log } from '../log.ts';
import { tryStatement } from './admin-rights.ts';
import type { DatabaseModule } from './database-module.ts';
import { accessGrants, commonFunctions } from './platform-module.ts';

/**
 * Lets a module's role use what it may of the schema `platform`. What is not there is left out: a schema may be
 * installed as an earlier version left it, and the grants follow when it is brought up to date.
 */
export async function grantPlatform(
  client: pg.ClientBase,
  module: DatabaseModule,
  role: string,
): Promise<void> {
  const grantee = pg.escapeIdentifier(role);
  const grants = module.platformAccess.map((access) => accessGrants[access]);
  await client.query(`grant usage on schema platform to ${grantee}`);
  const { rows } = await client.query<{ kind: string; name: string }>(
    `select 'table' as kind, tablename as name from pg_tables
     where schemaname = 'platform' and tablename = any ($1)
     union all
     select 'function', proname from pg_proc
     where pronamespace = 'platform'::regnamespace and proname = any ($2)`,
    [
      grants.flatMap((grant) => [...grant.tables]),
      [...commonFunctions, ...grants.flatMap((grant) => [...grant.functions])],
    ],
  );
  for (const { kind, name } of rows) {
    const privilege = kind === 'table' ? 'select on' : 'execute on function';
    await client.query(`grant ${privilege} platform.${pg.escapeIdentifier(name)} to ${grantee}`);
  }
}

/** Replaces the module's entries, so that a consumer that is gone gets no more jobs. */
export async function subscribeConsumers(
  client: pg.ClientBase,
  module: DatabaseModule,
  role: string,
): Promise<void> {
  await client.query(`delete from platform.event_consumer where split_part(consumer, ':', 1) = $1`, [
    module.name,
  ]);
  for (const consumer of module.consumers) {
    await client.query(
      `insert into platform.event_consumer (consumer, event_type, role_name) select $1, unnest($2::text[]), $3`,
      [consumer.name, consumer.events, role],
    );
  }
}

/**
 * Lets the backup role read every row of the schemas, and write none. Where the server does not let us grant
 * `pg_read_all_data`, it may read the tables there are and those their owners will make.
 */
export async function grantBackup(
  client: pg.ClientBase,
  schemas: readonly string[],
  role: string,
  log: Log,
): Promise<void> {
  const grantee = pg.escapeIdentifier(role);
  const mayReadAll = await tryStatement(
    client,
    `grant pg_read_all_data to ${grantee}`,
    'pg_read_all_data cannot be granted; the backup role is granted each schema instead',
    log,
  );
  const { rows: owners } = await client.query<{ schema: string; owner: string }>(
    `select nspname as schema, pg_get_userbyid(nspowner) as owner from pg_namespace where nspname = any ($1)`,
    [schemas],
  );
  for (const { schema, owner } of mayReadAll ? [] : owners) {
    const name = pg.escapeIdentifier(schema);
    await client.query(`grant usage on schema ${name} to ${grantee}`);
    await client.query(`grant select on all tables in schema ${name} to ${grantee}`);
    await client.query(`grant select on all sequences in schema ${name} to ${grantee}`);
    await client.query(
      `alter default privileges for role ${pg.escapeIdentifier(owner)} in schema ${name}
       grant select on tables to ${grantee}`,
    );
  }
  await admitThroughRowSecurity(client, schemas, grantee);
}

/** graphile-worker's tables show their rows to their owner only, whatever else a role was granted. */
async function admitThroughRowSecurity(
  client: pg.ClientBase,
  schemas: readonly string[],
  grantee: string,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace::regnamespace::text = any ($1) and c.relkind = 'r' and c.relrowsecurity
       and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'intendant_backup')`,
    [schemas],
  );
  for (const { name } of rows) {
    await client.query(`create policy intendant_backup on ${name} for select to ${grantee} using (true)`);
  }
}
