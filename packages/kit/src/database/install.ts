import { createHash } from 'node:crypto';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { silentLog, type Log } from '../log.ts';
import { workerLogger } from '../jobs/worker-logger.ts';
import { readAdminRights, type AdminRights } from './admin-rights.ts';
import { checkServerVersion } from './check-version.ts';
import { describeConnectionError } from './database-error.ts';
import type { DatabaseModule } from './database-module.ts';
import { grantBackup, grantPlatform, subscribeConsumers } from './install-grants.ts';
import { installRoles } from './install-roles.ts';
import { initOrm } from './orm.ts';
import { platformModule } from './platform-module.ts';
import { refuseUnfinishedRestore } from './restore-marker.ts';
import { databaseOf, roleName, rolePassword, roleUrl } from './role-url.ts';

export interface InstallOptions {
  /** A connection that may create roles and schemas in the control database. */
  adminUrl: string;
  /** The passwords of the roles derive from it. */
  secretKey: string;
  /** Every owner of a schema that is to be installed; others present already are left alone. */
  modules: readonly DatabaseModule[];
  /** What role names start with; the database's name unless given (test databases use their template's). */
  rolePrefix?: string;
  /**
   * Only these migrations, by schema, and then stops before anything counts as installed: the schemas as an earlier
   * version left them, for a restore.
   */
  asOf?: MigrationState;
  log?: Log;
}

/** Names of executed migrations by schema. */
export type MigrationState = Readonly<Record<string, readonly string[]>>;

export interface Installation {
  /** The server refused CREATEROLE: one role serves every module. */
  readonly isSingleRole: boolean;
  /** Whether anything had to be done. */
  readonly hasChanged: boolean;
  /** The connection string of a role: a module's name, `jobs`, or `backup`, which reads everything and writes nothing. */
  urlFor(role: string): string;
}

/**
 * Brings the control database to the state the modules need: roles, schemas, platform objects, the job queue, each
 * module's migrations as its own role, grants and event subscriptions. Safe to run at any time, from several
 * processes at once, and quick when there is nothing to do. Throws `DatabaseError` with one line for the operator.
 */
export async function installDatabase(options: InstallOptions): Promise<Installation> {
  const { adminUrl, secretKey, asOf, log = silentLog } = options;
  const modules = options.modules.map((module) => limitedTo(module, asOf));
  const database = databaseOf(adminUrl);
  const prefix = options.rolePrefix ?? database;
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'intendant install' });
  client.on('error', (error) => log.warn({ err: error }, 'the installation lost its connection'));
  try {
    await client.connect();
  } catch (error) {
    throw describeConnectionError(error, adminUrl);
  }
  try {
    await checkServerVersion(client);
    const rights = await readAdminRights(client);
    const urlFor = (role: string): string =>
      rights.canCreateRoles ? roleUrl(adminUrl, secretKey, role, prefix) : adminUrl;
    const wanted = asOf ? new Map<string, string>() : fingerprints(modules, rights, secretKey, prefix);
    if (!asOf) {
      await refuseUnfinishedRestore(client, database);
    }
    const isCurrent = async (): Promise<boolean> => !asOf && (await isInstalled(client, wanted));
    const done = (hasChanged: boolean): Installation => ({
      isSingleRole: !rights.canCreateRoles,
      hasChanged,
      urlFor,
    });
    if (await isCurrent()) {
      return done(false);
    }
    await client.query(`select pg_advisory_lock(hashtextextended('intendant install', 0))`);
    try {
      if (await isCurrent()) {
        return done(false);
      }
      await install({ client, rights, database, prefix, secretKey, modules, asOf, log, urlFor, wanted });
    } finally {
      await client.query(`select pg_advisory_unlock(hashtextextended('intendant install', 0))`);
    }
    return done(true);
  } finally {
    await client.end();
  }
}

interface InstallContext {
  client: pg.Client;
  rights: AdminRights;
  database: string;
  prefix: string;
  secretKey: string;
  modules: readonly DatabaseModule[];
  asOf: MigrationState | undefined;
  log: Log;
  urlFor: (role: string) => string;
  wanted: ReadonlyMap<string, string>;
}

async function install(context: InstallContext): Promise<void> {
  const { client, rights, database, prefix, modules, urlFor } = context;
  await inTransaction(client, () => installRoles(context));
  await installJobQueue(context, database);
  await migrate(limitedTo(platformModule, context.asOf), urlFor('jobs'), context.log);
  await inTransaction(client, async () => {
    for (const module of modules) {
      const role = rights.canCreateRoles ? roleName(prefix, module.name) : rights.user;
      await grantPlatform(client, module, role);
      await subscribeConsumers(client, module, role);
    }
  });
  for (const module of modules) {
    await migrate(module, urlFor(module.name), context.log);
  }
  if (rights.canCreateRoles) {
    const schemas = ['platform', 'graphile_worker', ...modules.map(({ name }) => name)];
    await inTransaction(client, () => grantBackup(client, schemas, roleName(prefix, 'backup'), context.log));
  }
  await client.query(
    `insert into platform.installation (part, fingerprint)
     select * from unnest($1::text[], $2::text[])
     on conflict (part) do update set fingerprint = excluded.fingerprint`,
    [[...context.wanted.keys()], [...context.wanted.values()]],
  );
}

/** graphile-worker creates its schema itself, for which its role needs CREATE on the database while it does so. */
async function installJobQueue(
  { client, rights, prefix, urlFor, log }: InstallContext,
  database: string,
): Promise<void> {
  const isPresent = await client.query(`select from pg_namespace where nspname = 'graphile_worker'`);
  const grant = `create on database ${pg.escapeIdentifier(database)}`;
  const role = pg.escapeIdentifier(roleName(prefix, 'jobs'));
  const needsGrant = rights.canCreateRoles && isPresent.rowCount === 0;
  if (needsGrant) {
    await client.query(`grant ${grant} to ${role}`);
  }
  try {
    await runMigrations({ connectionString: urlFor('jobs'), logger: workerLogger(log), maxPoolSize: 1 });
  } finally {
    if (needsGrant) {
      await client.query(`revoke ${grant} from ${role}`);
    }
  }
}

function limitedTo(module: DatabaseModule, state: MigrationState | undefined): DatabaseModule {
  const names = new Set(state?.[module.name]);
  return state ? { ...module, migrations: module.migrations.filter(({ name }) => names.has(name)) } : module;
}

async function migrate(module: DatabaseModule, url: string, log: Log): Promise<void> {
  const orm = await initOrm(module, { url, poolSize: 2, statementTimeoutMs: 0, log });
  try {
    await orm.getMigrator().up();
  } finally {
    await orm.close(true);
  }
}

/** One line per part that says what was installed; equal lines mean there is nothing to do. */
function fingerprints(
  modules: readonly DatabaseModule[],
  rights: AdminRights,
  secretKey: string,
  prefix: string,
): Map<string, string> {
  return new Map(
    [platformModule, ...modules].map((module) => {
      const role = roleName(prefix, module === platformModule ? 'jobs' : module.name);
      const parts = [
        'install 2',
        rights.canCreateRoles ? role : rights.user,
        rights.canCreateRoles ? rolePassword(secretKey, role) : '',
        module.migrations.map((migration) => migration.name),
        module.consumers.map((consumer) => [consumer.name, consumer.events]),
        module.platformAccess,
      ];
      return [module.name, createHash('sha256').update(JSON.stringify(parts)).digest('base64url')];
    }),
  );
}

async function isInstalled(client: pg.Client, wanted: ReadonlyMap<string, string>): Promise<boolean> {
  const present = await client.query(
    `select from pg_tables where schemaname = 'platform' and tablename = 'installation'`,
  );
  if (present.rowCount === 0) {
    return false;
  }
  const { rows } = await client.query<{ part: string; fingerprint: string }>(
    'select part, fingerprint from platform.installation',
  );
  const found = new Map(rows.map((row) => [row.part, row.fingerprint]));
  return [...wanted].every(([part, fingerprint]) => found.get(part) === fingerprint);
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
