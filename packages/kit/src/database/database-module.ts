import type { EntitySchema } from '@mikro-orm/postgresql';
import type { ConsumerDefinition } from '../events/consumer.ts';
import type { MigrationClass, PlatformAccess } from '../subgraph/module.ts';

/** The part of a module the database knows: what owns a schema and a role. Every `SubgraphModule` is one. */
export interface DatabaseModule {
  readonly name: string;
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly MigrationClass[];
  readonly consumers: readonly ConsumerDefinition[];
  readonly platformAccess: readonly PlatformAccess[];
  readonly tenantKeys: Readonly<Record<string, string>>;
  readonly skipTables: readonly (string | RegExp)[];
}

/** Declares the owner of a schema that is no subgraph, such as the gateway. */
export function databaseModule(options: Partial<DatabaseModule> & { name: string }): DatabaseModule {
  return {
    entities: [],
    migrations: [],
    consumers: [],
    platformAccess: [],
    tenantKeys: {},
    skipTables: [],
    ...options,
  };
}
