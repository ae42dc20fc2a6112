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

/**
 * The status of what ran and ended with these errors, as the caller was shown them: 5xx where any of them is a fault
 * of ours, however much data there is beside it.
 */
export function statusOfFaults(errors: readonly GraphQLError[]): number {
  const codes = new Set(errors.map((error) => error.extensions['code']));
  const fault = ['SERVICE_UNAVAILABLE', 'TIMEOUT', 'INTERNAL_SERVER_ERROR'].find((code) => codes.has(code));
  return (fault && statusByCode[fault]) || 200;
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
