import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import pg from 'pg';
import type { Log } from '../log.ts';
import { tryStatement, type AdminRights } from './admin-rights.ts';
import type { DatabaseModule } from './database-module.ts';
import { roleName, rolePassword } from './role-url.ts';

export interface RoleOptions {
  client: pg.ClientBase;
  rights: AdminRights;
  database: string;
  prefix: string;
  secretKey: string;
  modules: readonly DatabaseModule[];
  log: Log;
}

/** Creates the roles and schemas that are missing and brings passwords and grants in line. Runs in a transaction. */
export async function installRoles(options: RoleOptions): Promise<void> {
  const { client, rights, database, prefix, secretKey, modules, log } = options;
  await tryStatement(
    client,
    'create extension if not exists pg_stat_statements with schema public',
    'pg_stat_statements is not available; slow queries will not be shown',
    log,
  );
  if (!rights.canCreateRoles) {
    log.warn('this database user may not create roles, so one role serves every module');
    await createSchemas(client, modules, () => pg.escapeIdentifier(rights.user));
    return;
  }
  const roles = ['jobs', 'backup', ...modules.map((module) => module.name)];
  const existing = await client.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any ($1)',
    [roles.map((role) => roleName(prefix, role))],
  );
  const known = new Set(existing.rows.map((row) => row.rolname));
  for (const role of roles) {
    const name = roleName(prefix, role);
    const identifier = pg.escapeIdentifier(name);
    const password = pg.escapeLiteral(scramVerifier(rolePassword(secretKey, name)));
    await client.query(
      `${known.has(name) ? 'alter' : 'create'} role ${identifier} login password ${password}`,
    );
    await client.query(`grant connect on database ${pg.escapeIdentifier(database)} to ${identifier}`);
    if (!rights.isSuperuser) {
      // To hand a schema to a role, a mere creator of roles must be a member of it.
      await client.query(`grant ${identifier} to current_user`);
    }
  }
  await tryStatement(
    client,
    `revoke all on database ${pg.escapeIdentifier(database)} from public`,
    'other users of this server may still connect to the database',
    log,
  );
  for (const module of modules.filter((candidate) => candidate.platformAccess.includes('monitoring'))) {
    await tryStatement(
      client,
      `grant pg_monitor to ${pg.escapeIdentifier(roleName(prefix, module.name))}`,
      `pg_monitor cannot be granted; ${module.name} sees only its own database activity`,
      log,
    );
  }
  await createSchemas(client, modules, (role) => pg.escapeIdentifier(roleName(prefix, role)));
}

async function createSchemas(
  client: pg.ClientBase,
  modules: readonly DatabaseModule[],
  owner: (role: string) => string,
): Promise<void> {
  await client.query(`create schema if not exists platform authorization ${owner('jobs')}`);
  for (const { name } of modules) {
    const schema = pg.escapeIdentifier(name);
    await client.query(`create schema if not exists ${schema} authorization ${owner(name)}`);
    await client.query(`
      create table if not exists ${schema}.inbox (
        consumer text not null,
        aggregate_type text not null,
        aggregate_id text not null,
        version integer not null,
        event_id uuid not null,
        handled_at timestamptz not null,
        primary key (consumer, aggregate_type, aggregate_id)
      )`);
    await client.query(`alter table ${schema}.inbox owner to ${owner(name)}`);
  }
}

/**
 * The SCRAM-SHA-256 verifier of a password (RFC 5803), so that the password itself reaches neither the server's log
 * nor pg_stat_statements. The salt is derived, because the password is 256 random-looking bits already.
 */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = createHash('sha256').update(`salt ${password}`).digest().subarray(0, 16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
