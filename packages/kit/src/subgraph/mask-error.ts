import { GraphQLError } from 'graphql';
import { ForbiddenError, UnauthenticatedError, UserError } from '../errors.ts';
import type { Log } from '../log.ts';

/**
 * What a caller may see of an error: our own kinds keep their message and get a code, GraphQL's own (a malformed
 * argument, a null where none may be) stay as they are, and everything else is logged in full and masked.
 */
export function maskError(
  error: GraphQLError,
  { requestId, log }: { requestId: string; log: Log },
): GraphQLError {
  const cause = error.originalError;
  if (cause instanceof UnauthenticatedError) {
    return withCode(error, error.message, { code: 'UNAUTHENTICATED' });
  }
  if (cause instanceof ForbiddenError) {
    const { missingScopes, field } = cause;
    return withCode(error, error.message, {
      code: 'FORBIDDEN',
      ...(missingScopes && { missingScopes }),
      ...(field && { field }),
    });
  }
  if (cause instanceof UserError) {
    return withCode(error, error.message, {
      code: 'BAD_USER_INPUT',
      userErrorCode: cause.code,
      field: cause.field,
    });
  }
  if (!cause || (cause instanceof GraphQLError && cause.extensions['code'] !== 'INTERNAL_SERVER_ERROR')) {
    return error;
  }
  log.error({ err: cause, path: error.path, requestId }, 'a resolver failed');
  return withCode(error, 'Something went wrong on our side.', { code: 'INTERNAL_SERVER_ERROR', requestId });
}

function withCode(error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError {
  return new GraphQLError(message, { nodes: error.nodes, path: error.path, extensions });
}
