import { GraphQLError } from 'graphql';

/** HTTP status of each error code that decides it; codes that are not listed leave it to others. */
const statusByCode: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  TIMEOUT: 504,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
};

/** The status of a response without data, by its first error; anything wrong with the request itself is 400. */
export function statusOfRefusal(errors: readonly GraphQLError[]): number {
  const code = errors[0]?.extensions['code'];
  return (typeof code === 'string' ? statusByCode[code] : undefined) ?? 400;
}

/** The same error with a code; its place in the document is kept. */
export function withCode(error: GraphQLError, code: string): GraphQLError {
  const { nodes, source, positions, path } = error;
  return new GraphQLError(error.message, {
    nodes,
    source,
    positions,
    path,
    originalError: error.originalError,
    extensions: { ...error.extensions, code },
  });
}
