import type { Log } from '@intendant/kit/log';
import { GraphQLError } from 'graphql';
import { UpstreamUnavailableError } from '../upstream/upstream.ts';

/** Codes whose message was written for the caller. Everything else is a fault of ours. */
const shown: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'TOO_MANY_TOKENS',
  'OPERATION_TOO_DEEP',
  'TOO_MANY_FIELDS',
  'TOO_MANY_ALIASES',
  'TOO_MANY_ROOT_FIELDS',
  'TOO_MANY_DIRECTIVES',
  'OPERATION_TOO_COSTLY',
  'TOO_MANY_SUBSCRIPTIONS',
  'RATE_LIMITED',
  'TIMEOUT',
  'SERVICE_UNAVAILABLE',
]);

/** What the machinery behind the gateway adds and clients have no use for. */
const hiddenExtensions = new Set(['serviceName', 'stacktrace', 'exception', 'http']);

export interface ErrorScene {
  requestId: string;
  log: Log;
  operationName: string | null;
}

/** Errors as clients may see them. What is not for them is logged in full and replaced, with the request's id to ask by. */
export function presentErrors(errors: readonly unknown[], scene: ErrorScene): GraphQLError[] {
  return errors.map((error) => presentError(error, scene));
}

function presentError(error: unknown, { requestId, log, operationName }: ErrorScene): GraphQLError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const at =
    error instanceof GraphQLError
      ? { nodes: error.nodes, positions: error.positions, source: error.source, path: error.path }
      : {};
  if (cause instanceof UpstreamUnavailableError) {
    log.error({ err: cause, requestId, operationName }, 'a subgraph is not available');
    return new GraphQLError('A part of the platform does not answer. Try again in a moment.', {
      ...at,
      extensions: { code: 'SERVICE_UNAVAILABLE', requestId },
    });
  }
  const code = error instanceof GraphQLError ? error.extensions['code'] : null;
  if (error instanceof GraphQLError && typeof code === 'string' && shown.has(code)) {
    const extensions = Object.entries(error.extensions).filter(([name]) => !hiddenExtensions.has(name));
    return new GraphQLError(error.message, { ...at, extensions: Object.fromEntries(extensions) });
  }
  log.error({ err: cause, path: at.path, requestId, operationName }, 'an operation failed');
  return new GraphQLError('Internal server error', {
    ...at,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  });
}
