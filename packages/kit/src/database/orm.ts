import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, Utils, type EntityManager, type Options } from '@mikro-orm/postgresql';
import type { Log } from '../log.ts';
import type { Caller } from '../identity/caller.ts';
import type { DatabaseModule } from './database-module.ts';

/** Every module's schema holds these beside its own tables; the schema diff leaves them alone. */
const ownTables = ['migrations', 'inbox'];

export interface OrmOptions {
  /** The module's own role. */
  url: string;
  /** Connections at most; 5 unless given. */
  poolSize?: number;
  /** A statement that runs longer is cancelled by the server; 15 s unless given. */
  statementTimeoutMs?: number;
  /** Schemas a diff must leave alone; `schemaDifference` finds them. */
  otherSchemas?: readonly string[];
  log?: Log;
}

/**
 * MikroORM configuration of one module: its schema, its migrations table within it, and the tenant filter on unless
 * switched off by name.
 */
export function ormOptions(module: DatabaseModule, options: OrmOptions): Options {
  return {
    clientUrl: options.url,
    schema: module.name,
    entities: [...module.entities],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    pool: { min: 0, max: options.poolSize ?? 5, idleTimeoutMillis: 30_000 },
    driverOptions: {
      connection: {
        // MikroORM takes only host and names from the address; this keeps its parameters, such as sslmode.
        connectionString: options.url,
        application_name: `intendant ${module.name}`,
        statement_timeout: options.statementTimeoutMs ?? 15_000,
        // Hand-written SQL names its tables without their schema, and cannot reach another's by accident.
        options: `-c search_path=${module.name},pg_catalog,public`,
      },
    },
    filters: { tenant: tenantFilter(module) },
    // A joined owner adds nothing: both rows carry the tenant, and the filter already stands on the row asked for.
    autoJoinRefsForFilters: false,
    forceUtcTimezone: true,
    ensureDatabase: false,
    schemaGenerator: {
      ignoreSchema: [...(options.otherSchemas ?? [])],
      skipTables: [...ownTables, ...module.skipTables],
    },
    migrations: {
      tableName: 'migrations',
      migrationsList: module.migrations.map((migration) => ({ name: migration.name, class: migration })),
      snapshot: false,
      // Switching foreign keys off needs a superuser, and would hide a mistake.
      disableForeignKeys: false,
      silent: true,
    },
    logger: (message) => options.log?.debug(message),
  };
}

export function initOrm(module: DatabaseModule, options: OrmOptions): Promise<MikroORM> {
  return MikroORM.init(ormOptions(module, options));
}

/** A fork for one request, confined to the caller's tenant. */
export function forkFor(orm: MikroORM, caller: Caller): EntityManager {
  const em = orm.em.fork();
  // Nobody who is not signed in sees a tenant's rows; operations that must look one up switch the filter off by name.
  em.setFilterParams(
    'tenant',
    caller.kind === 'anonymous' ? { tenantId: nobody } : { tenantId: caller.tenantId },
  );
  return em;
}

const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Confines every entity that has a `tenantId`, and the tenant itself, to one tenant; null is the platform and
 * confines nothing. Without parameters it throws, so that an entity manager made past the context reads nothing.
 */
function tenantFilter(module: DatabaseModule): NonNullable<Options['filters']>[string] {
  return {
    name: 'tenant',
    default: true,
    cond: (args, _type, em: EntityManager, _options, entity) => {
      const { tenantId } = args;
      if (tenantId === null || entity === undefined) {
        return {};
      }
      const { className, properties } = em.getMetadata().get(Utils.className(entity));
      const key = module.tenantKeys[className] ?? 'tenantId';
      return key in properties ? { [key]: tenantId } : {};
    },
  };
}
