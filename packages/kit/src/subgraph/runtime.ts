import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import {
  execute as executeGraphql,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { systemClock, type Clock } from '../clock.ts';
import { AnswerCache } from '../cache/answer-cache.ts';
import type { Context } from '../context.ts';
import { QueryCanceller } from '../database/cancel-queries.ts';
import { forReading } from '../database/execute-sql.ts';
import { forkFor, initOrm } from '../database/orm.ts';
import type { Caller } from '../identity/caller.ts';
import { createLog, type Log } from '../log.ts';
import { hearOwnMessages } from '../pubsub/notify.ts';
import { createPubSub, type PubSub } from '../pubsub/pubsub.ts';
import { registerSettings } from '../settings/register-settings.ts';
import { createSettings } from '../settings/settings.ts';
import { createSettingsReader } from '../settings/settings-reader.ts';
import { DocumentCache } from './document-cache.ts';
import { maskError } from './mask-error.ts';
import type { Route, SubgraphModule } from './module.ts';
import { buildSchema } from './schema.ts';
import { subscribe as subscribeWithContexts } from './subscribe.ts';

export interface RuntimeOptions {
  /** The connection string of the module's own role. */
  databaseUrl: string;
  clock?: Clock;
  log?: Log;
  /** Shared by the modules of one process; made for this one, and closed with it, unless given. */
  pubsub?: PubSub;
  poolSize?: number;
  statementTimeoutMs?: number;
}

export interface ContextRequest {
  caller: Caller;
  requestId?: string;
  deadline?: Date | null;
  /** Its statements only read, and may be sent together with those of others; a deadline then does not cancel them. */
  isReading?: boolean;
}

export interface Operation {
  /** The text of the operation, or its parsed form; either is validated once and remembered. */
  query: string | DocumentNode;
  variables?: Readonly<Record<string, unknown>> | null;
  operationName?: string | null;
  context: Context;
  /** The asker only reads the data, which may then be an object that others are given as well. */
  isReadOnly?: boolean;
}

/** A module at work: connected to its database, executing operations. */
export interface SubgraphRuntime {
  readonly module: SubgraphModule;
  readonly schema: GraphQLSchema;
  readonly orm: MikroORM;
  readonly pubsub: PubSub;
  readonly log: Log;
  readonly routes: readonly Route[];
  contextFor(request: ContextRequest): Context;
  /** Executes a query or mutation. Resolves even when it fails; SQL still running at the deadline is cancelled. */
  execute(operation: Operation): Promise<ExecutionResult>;
  /** Starts a subscription; a result instead of an iterator when it cannot be started. */
  subscribe(operation: Operation): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>;
  /** Whether the database answers. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

export async function createRuntime(
  module: SubgraphModule,
  options: RuntimeOptions,
): Promise<SubgraphRuntime> {
  const schema = buildSchema(module.typeDefs, module.resolvers);
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLog({ name: module.name });
  const { databaseUrl: url, poolSize, statementTimeoutMs } = options;
  const orm = await initOrm(module, {
    url,
    log,
    ...(poolSize && { poolSize }),
    ...(statementTimeoutMs && { statementTimeoutMs }),
  });
  const pubsub = options.pubsub ?? createPubSub(url, log);
  hearOwnMessages(orm, pubsub);
  const settingsReader = createSettingsReader(url);
  const settings = createSettings(module.settings, { reader: settingsReader, pubsub, log });
  await registerSettings(module.name, module.settings, { em: orm.em, pubsub, log });
  const documents = new DocumentCache(schema);
  const answers = new AnswerCache();
  const canceller = new QueryCanceller(orm);

  function contextFor(request: ContextRequest): Context {
    const { caller, requestId = randomUUID(), deadline = null, isReading = false } = request;
    const em = lazy(() => (isReading ? forReading(forkFor(orm, caller)) : forkFor(orm, caller)));
    const loaders = lazy(() => module.loaders({ em: em(), clock }));
    const requestLog = lazy(() => log.child({ requestId }));
    // Most of it is not needed for an answer that is known already.
    return {
      caller,
      get em() {
        return em();
      },
      get loaders() {
        return loaders();
      },
      clock,
      requestId,
      get log() {
        return requestLog();
      },
      settings,
      pubsub,
      deadline,
    };
  }

  function mask(result: ExecutionResult, context: Context): ExecutionResult {
    return result.errors
      ? { ...result, errors: result.errors.map((error) => maskError(error, context)) }
      : result;
  }

  return {
    module,
    schema,
    orm,
    pubsub,
    log,
    routes: module.routes,
    contextFor,
    async execute(operation) {
      const prepared = documents.get(operation.query);
      if ('errors' in prepared) {
        return { errors: prepared.errors };
      }
      const { context, variables, operationName = null, isReadOnly = false } = operation;
      const { document } = prepared;
      const run = async (contextValue: Context): Promise<ExecutionResult> =>
        executeGraphql({ schema, document, contextValue, variableValues: variables ?? {}, operationName });
      const request = { document, operationName, variables: variables ?? {}, context };
      const work = (): Promise<ExecutionResult> =>
        isReadOnly && prepared.isQuery ? answers.answer(request, run) : run(context);
      const result = context.deadline ? await canceller.runUntil(context.deadline, work) : await work();
      return result === 'timed-out' ? { errors: [timeoutError()] } : mask(result, context);
    },
    async subscribe(operation) {
      const prepared = documents.get(operation.query);
      if ('errors' in prepared) {
        return { errors: prepared.errors };
      }
      const { context, variables, operationName } = operation;
      const { caller, requestId } = context;
      // A change may concern hundreds of subscriptions; what they then read travels together.
      forReading(context.em);
      return subscribeWithContexts({
        schema,
        document: prepared.document,
        variables: variables ?? {},
        operationName: operationName ?? undefined,
        context,
        contextForEvent: () => contextFor({ caller, requestId, isReading: true }),
        mask: (result) => mask(result, context),
      });
    },
    async isReady() {
      return (await orm.checkConnection()).ok;
    },
    async close() {
      if (!options.pubsub) {
        await pubsub.close();
      }
      await settingsReader.close();
      await orm.close(true);
    },
  };
}

/** Made when it is first asked for. */
function lazy<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function timeoutError(): GraphQLError {
  return new GraphQLError('The operation took too long and was cancelled.', {
    extensions: { code: 'OPERATION_TIMEOUT' },
  });
}
