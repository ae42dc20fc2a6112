import { ApolloServer, HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { BoundedCache } from '@intendant/kit/cache/bounded-cache';
import type { Caller } from '@intendant/kit/identity/caller';
import type { Log } from '@intendant/kit/log';
import { GraphQLError, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { statusOfFaults } from '../operation/operation-error.ts';
import { outcomeOf, type OperationOutcome } from '../operation/operation-runner.ts';
import { presentErrors } from '../operation/present-errors.ts';
import { stringify } from './stringify.ts';
import type { PersistedDocuments } from './persisted-documents.ts';

/** What one GraphQL request over HTTP carries through Apollo Server. */
export interface HttpOperationContext {
  caller: Caller;
  requestId: string;
  signal: AbortSignal;
  /** Told how the operation ended, unless the request never got that far. Apollo copies the context, hence a call. */
  report(outcome: OperationOutcome): void;
}

export interface HttpOperation {
  source: string;
  operationName: string | null;
  variables: Readonly<Record<string, unknown>>;
  /** GET: must not change anything. */
  isRead: boolean;
}

export interface ApolloHttpOptions {
  schema: GraphQLSchema;
  log: Log;
  persistedDocuments: PersistedDocuments;
  execute(operation: HttpOperation, context: HttpOperationContext): Promise<OperationOutcome>;
}

export interface ApolloHttp {
  respond(
    request: HTTPGraphQLRequest,
    context: () => Promise<HttpOperationContext>,
  ): Promise<HTTPGraphQLResponse>;
  stop(): Promise<void>;
}

const rememberedCharacters = 1_000_000;

/**
 * Apollo Server's HTTP: what makes a request well-formed, media types, persisted queries. The
 * operation itself is parsed, checked and run by the gateway's own runner, the same as over WebSocket.
 */
export async function createApolloHttp(options: ApolloHttpOptions): Promise<ApolloHttp> {
  const { schema, log, persistedDocuments, execute } = options;
  const registered = new BoundedCache<string, string>(rememberedCharacters);
  // Apollo is shown this instead of parsing the operation, which the runner does once for each distinct text.
  const placeholder: DocumentNode = parse('{ __typename }');
  // Apollo formats an error without its request; this remembers whose it is.
  const requestIds = new WeakMap<object, string>();

  const apollo = new ApolloServer<HttpOperationContext>({
    gateway: {
      load: async () => ({ schema, executor: null }),
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => {};
      },
      stop: async () => {},
    },
    documentStore: {
      get: () => Promise.resolve(placeholder),
      set: () => Promise.resolve(),
      delete: () => Promise.resolve(true),
    },
    persistedQueries: {
      cache: {
        get: (key) => Promise.resolve(persistedDocuments.get(hashOf(key)) ?? registered.get(hashOf(key))),
        set: (key, text) => Promise.resolve(registered.set(hashOf(key), text, text.length)),
        delete: (key) => Promise.resolve(registered.delete(hashOf(key))),
      },
    },
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      {
        requestDidStart: async () => ({
          async didEncounterErrors({ errors, contextValue }) {
            errors.forEach((error) => requestIds.set(error, contextValue.requestId));
          },
          async responseForOperation({ source, request, contextValue }) {
            const operation: HttpOperation = {
              source,
              operationName: request.operationName ?? null,
              variables: request.variables ?? {},
              isRead: request.http?.method === 'GET',
            };
            const outcome = await execute(operation, contextValue).catch((error: unknown) => {
              const { requestId } = contextValue;
              const errors = presentErrors([error], {
                requestId,
                log,
                operationName: operation.operationName,
              });
              return outcomeOf(statusOfFaults(errors), { errors }, null);
            });
            contextValue.report(outcome);
            const { data, errors, extensions } = outcome.result;
            return {
              http: { status: outcome.status, headers: new HeaderMap() },
              body: {
                kind: 'single',
                singleResult: {
                  ...(errors && { errors: errors.map((error) => error.toJSON()) }),
                  ...(data !== undefined && { data }),
                  ...(extensions && { extensions }),
                },
              },
            };
          },
        }),
      },
    ],
    formatError(formatted, error) {
      const requestId = typeof error === 'object' && error !== null ? (requestIds.get(error) ?? '') : '';
      if (isRefusalWithoutCode(error)) {
        return { message: error.message, extensions: { code: 'BAD_REQUEST', requestId } };
      }
      const [shown] = presentErrors([error], { requestId, log, operationName: null });
      // Other errors of Apollo's own HTTP layer carry their codes; only what is not meant for clients is replaced.
      return shown ? { ...formatted, ...shown.toJSON() } : formatted;
    },
    introspection: true,
    // The route has refused what could be forged before Apollo sees it.
    csrfPrevention: false,
    dangerouslyDisableValidation: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    stringifyResult: stringify,
    logger: {
      debug: (message) => log.debug(message),
      info: (message) => log.debug(message),
      warn: (message) => log.warn(message),
      error: (message) => log.error(message),
    },
  });
  await apollo.start();
  return {
    respond: (httpGraphQLRequest, context) =>
      apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context }),
    stop: () => apollo.stop(),
  };
}

/** Apollo prefixes the hash with the name of its cache. */
function hashOf(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1);
}

/**
 * Apollo gives no code to what it finds wrong with a persisted query, only the status 400: its message is meant for the
 * client, and nothing of ours failed.
 */
function isRefusalWithoutCode(error: unknown): error is GraphQLError {
  if (!(error instanceof GraphQLError) || error.originalError || error.extensions['code'] !== undefined) {
    return false;
  }
  const http = error.extensions['http'];
  const status = typeof http === 'object' && http !== null && 'status' in http ? http.status : null;
  return typeof status === 'number' && status >= 400 && status < 500;
}

/** A refusal that happens before the operation is known: Apollo answers it in the media type the client accepts. */
export function refuse(error: GraphQLError, status: number): GraphQLError {
  return new GraphQLError(error.message, {
    extensions: { ...error.extensions, http: { status, headers: new HeaderMap() } },
  });
}
