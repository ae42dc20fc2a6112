import { EventEmitter } from 'node:events';
import type { EntityManager } from '@mikro-orm/postgresql';
import { runOnce, type WorkerEvents } from 'graphile-worker';
import type { DocumentNode, ExecutionResult } from 'graphql';
import type pg from 'pg';
import { SettableClock } from '../clock.ts';
import type { Context } from '../context.ts';
import { roleUrl } from '../database/role-url.ts';
import { InvariantError } from '../errors.ts';
import type { Caller } from '../identity/caller.ts';
import { createJobCounter } from '../jobs/job-counter.ts';
import { createJobPool } from '../jobs/job-pool.ts';
import { createTasks } from '../jobs/tasks.ts';
import { workerLogger } from '../jobs/worker-logger.ts';
import { createLog, silentLog, type Log } from '../log.ts';
import { createPubSub, type PubSub } from '../pubsub/pubsub.ts';
import type { SubgraphModule } from '../subgraph/module.ts';
import { createRuntime, type SubgraphRuntime } from '../subgraph/runtime.ts';
import { aPlatformCaller } from './callers.ts';
import { cloneDatabase, testSecretKey } from './template-database.ts';
import { testServerUrl } from './test-server.ts';

export interface TestDatabase {
  readonly runtimes: readonly SubgraphRuntime[];
  readonly clock: SettableClock;
  readonly pubsub: PubSub;
  /** The superuser's connection to this test's database, for what no role may do. */
  readonly adminUrl: string;
  urlFor(role: string): string;
  runtime(module: string): SubgraphRuntime;
  /** Executes an operation as the caller: everybody's permissions on the platform unless given. */
  execute(
    module: string,
    query: string | DocumentNode,
    variables?: Record<string, unknown>,
    caller?: Caller,
  ): Promise<ExecutionResult>;
  context(module: string, caller?: Caller): Context;
  /** A fresh entity manager of the module that sees every tenant. */
  em(module: string): EntityManager;
  /** The SQL statements the work sends, over all modules; transaction control is not counted. */
  countStatements<T>(work: () => Promise<T>): Promise<{ result: T; statements: string[] }>;
  /** Runs every job due by the clock, and those they add. Throws when one fails, unless told that it may. */
  drainJobs(options?: { allowFailures?: boolean }): Promise<{ completed: number; failures: Error[] }>;
  close(): Promise<void>;
}

/** One database for a test file, with the modules running on it: `startTestDatabase([tenantsModule])`. */
export async function startTestDatabase(modules: readonly SubgraphModule[]): Promise<TestDatabase> {
  const database = await cloneDatabase(await testServerUrl(), modules);
  const { adminUrl, rolePrefix } = database;
  const urlFor = (role: string): string => roleUrl(adminUrl, testSecretKey, role, rolePrefix);
  const clock = new SettableClock();
  const log = testLog();
  const pubsub = createPubSub(adminUrl, log);
  const [runtimes] = await Promise.all([
    Promise.all(
      modules.map((module) =>
        createRuntime(module, { databaseUrl: urlFor(module.name), clock, log, pubsub }),
      ),
    ),
    pubsub.ready(),
  ]);
  const jobPool = createJobPool(urlFor('jobs'), 3, silentLog);

  function runtime(name: string): SubgraphRuntime {
    const found = runtimes.find(({ module }) => module.name === name);
    if (!found) {
      throw new InvariantError(`The module ${name} is not part of this test database.`);
    }
    return found;
  }

  const context = (module: string, caller: Caller = aPlatformCaller()): Context =>
    runtime(module).contextFor({ caller });

  return {
    runtimes,
    clock,
    pubsub,
    adminUrl,
    urlFor,
    runtime,
    context,
    em: (module) => context(module).em,
    execute: (module, query, variables = {}, caller = aPlatformCaller()) =>
      runtime(module).execute({ query, variables, context: context(module, caller) }),
    countStatements: (work) => countStatements(runtimes, work),
    drainJobs: ({ allowFailures = false } = {}) => drainJobs(runtimes, jobPool, clock, allowFailures),
    async close() {
      await Promise.all(runtimes.map((each) => each.close()));
      await Promise.all([pubsub.close(), jobPool.end()]);
      await database.drop();
    },
  };
}

/** The data of a result, or an error that shows what went wrong: `dataOf(await db.execute(…))`. */
export function dataOf<T = Record<string, unknown>>(result: ExecutionResult): T {
  if (result.errors || !result.data) {
    throw new Error(
      `The operation failed: ${JSON.stringify(
        result.errors?.map((error) => error.toJSON()),
        null,
        2,
      )}`,
    );
  }
  // The test states the shape it selected.
  return result.data as T;
}

async function countStatements<T>(
  runtimes: readonly SubgraphRuntime[],
  work: () => Promise<T>,
): Promise<{ result: T; statements: string[] }> {
  const statements: string[] = [];
  const record = ({ sql }: { sql: string }): void => {
    if (!/^\s*(begin|commit|rollback|savepoint|release)/i.test(sql)) {
      statements.push(sql);
    }
  };
  const connections = runtimes.map(({ orm }) => orm.em.getConnection().getKnex());
  connections.forEach((knex) => knex.on('query', record));
  try {
    return { result: await work(), statements };
  } finally {
    connections.forEach((knex) => knex.removeListener('query', record));
  }
}

async function drainJobs(
  runtimes: readonly SubgraphRuntime[],
  pool: pg.Pool,
  clock: SettableClock,
  allowFailures: boolean,
): Promise<{ completed: number; failures: Error[] }> {
  const events: WorkerEvents = new EventEmitter();
  const failures: Error[] = [];
  const counter = createJobCounter(pool, events, clock, silentLog);
  let completed = 0;
  events.on('job:success', () => (completed += 1));
  events.on('job:error', ({ error }) =>
    failures.push(error instanceof Error ? error : new Error(String(error))),
  );
  // The queue knows the server's time only; what is due by the test's clock is brought forward.
  await pool.query(
    `update graphile_worker._private_jobs set run_at = now() where run_at > now() and run_at <= $1 and attempts = 0`,
    [clock.now()],
  );
  await runOnce({
    pgPool: pool,
    taskList: createTasks(runtimes, pool, clock),
    noHandleSignals: true,
    logger: workerLogger(silentLog),
    events,
  });
  await counter.stop();
  if (failures.length > 0 && !allowFailures) {
    throw new AggregateError(failures, `A job failed: ${failures[0]?.message}`);
  }
  return { completed, failures };
}

/** What a resolver logs at level error or above is worth seeing in a failing test; the rest is noise. */
function testLog(): Log {
  return createLog({
    name: 'test',
    level: 'fatal',
    destination: { write: (line) => process.stderr.write(line) },
  });
}
