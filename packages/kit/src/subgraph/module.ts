import type { IncomingHttpHeaders } from 'node:http';
import type { EntityManager, EntitySchema } from '@mikro-orm/postgresql';
import type { Migration } from '@mikro-orm/migrations';
import type { DocumentNode } from 'graphql';
import type { Registry } from 'prom-client';
import type { Context } from '../context.ts';
import type { ConsumerDefinition } from '../events/consumer.ts';
import type { SettingDefinitions } from '../settings/settings.ts';

/** The resolver map of a subgraph, as generated types describe it. */
export type Resolvers = object;

export type JobHandler = (ctx: Context, payload: unknown) => Promise<void>;

export type MigrationClass = new (...args: ConstructorParameters<typeof Migration>) => Migration;

/** Registers what Prometheus sees of a module; `contextFor` makes a fresh context of its own service for each reading. */
export type RegisterMetrics<C extends Context = Context> = (registry: Registry, contextFor: () => C) => void;

export interface RouteRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface RouteResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** An HTTP endpoint beside GraphQL, such as event ingestion. The gateway has resolved the caller already. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  handle(ctx: Context, request: RouteRequest): Promise<RouteResponse>;
}

/** What a module may read of the schema `platform` beyond what all may call. */
export type PlatformAccess = 'audit-log' | 'job-runs' | 'backups' | 'settings' | 'monitoring';

/** One subgraph, whole: both ways to run start from it. */
export interface SubgraphModule<C extends Context = Context> {
  /** Names its schema, its role and its folder of SDL. */
  readonly name: string;
  readonly typeDefs: DocumentNode;
  readonly resolvers: Resolvers;
  readonly entities: readonly EntitySchema[];
  /** In order of their timestamps. */
  readonly migrations: readonly MigrationClass[];
  readonly loaders: (ctx: { em: EntityManager; clock: Context['clock'] }) => C['loaders'];
  readonly settings: SettingDefinitions;
  /** Background tasks by name, `<module>:<task>`. */
  readonly jobs: Readonly<Record<string, JobHandler>>;
  readonly cron: readonly CronEntry[];
  /** Called when a process begins to take jobs, in each anew: for what must not wait for its schedule. */
  readonly onStart: ((ctx: Context) => Promise<void>) | null;
  /** What `/metrics` shows of it beside the process's own figures. */
  readonly metrics: RegisterMetrics | null;
  readonly consumers: readonly ConsumerDefinition[];
  readonly routes: readonly Route[];
  readonly platformAccess: readonly PlatformAccess[];
  /** Entities that are themselves the tenant: the property that is its id, by entity name. */
  readonly tenantKeys: Readonly<Record<string, string>>;
  /** Tables the schema diff must leave alone, such as partitions: exact names or patterns. */
  readonly skipTables: readonly (string | RegExp)[];
}

export interface CronEntry {
  task: string;
  /** Five fields of cron, in UTC: `0 * * * *` is every hour. */
  schedule: string;
  /** Whether this process has what the task needs; true unless given. One that does not runs all the same, to say so. */
  isConfigured?: boolean;
  /** Whether the platform lives by it: of tasks that do equally well, these are shown first. False unless given. */
  isKey?: boolean;
}

/** What a module states; everything but its name, SDL and resolvers may be left out. */
export interface SubgraphModuleOptions<C extends Context> {
  name: string;
  typeDefs: DocumentNode;
  resolvers: Resolvers;
  entities?: readonly EntitySchema[];
  migrations?: readonly MigrationClass[];
  loaders?: (ctx: { em: EntityManager; clock: Context['clock'] }) => C['loaders'];
  settings?: SettingDefinitions;
  jobs?: Readonly<Record<string, (ctx: C, payload: never) => Promise<void>>>;
  cron?: readonly CronEntry[];
  onStart?: (ctx: C) => Promise<void>;
  metrics?: RegisterMetrics<C> | null;
  consumers?: readonly ConsumerDefinition[];
  routes?: readonly (Omit<Route, 'handle'> & {
    handle: (ctx: C, request: RouteRequest) => Promise<RouteResponse>;
  })[];
  platformAccess?: readonly PlatformAccess[];
  tenantKeys?: Readonly<Record<string, string>>;
  skipTables?: readonly (string | RegExp)[];
}

/** Declares a subgraph. The context its handlers see is the one its own loaders and settings make. */
export function defineModule<C extends Context = Context>(
  options: SubgraphModuleOptions<C>,
): SubgraphModule<C> {
  return {
    entities: [],
    migrations: [],
    loaders: () => ({}),
    settings: {},
    cron: [],
    consumers: [],
    platformAccess: [],
    tenantKeys: {},
    skipTables: [],
    ...options,
    // The runtime builds every context from this module's own loaders and settings, so each handler gets its `C`.
    jobs: (options.jobs ?? {}) as SubgraphModule<C>['jobs'],
    routes: (options.routes ?? []) as SubgraphModule<C>['routes'],
    onStart: (options.onStart ?? null) as SubgraphModule<C>['onStart'],
    metrics: (options.metrics ?? null) as SubgraphModule<C>['metrics'],
  };
}
