import type { ExecutionResult } from 'graphql';

/** The codes of a result's GraphQL errors. */
export function errorCodes(result: ExecutionResult): unknown[] {
  return (result.errors ?? []).map((error) => error.extensions['code']);
}

/** The user errors of the only mutation in a result, as `[code, field]`. */
export function userErrors(result: ExecutionResult): [string, string[] | null][] {
  if (result.errors || !result.data) {
    throw new Error(`The operation failed: ${JSON.stringify(result.errors)}`);
  }
  const [payload] = Object.values(result.data) as {
    userErrors: { code: string; field: string[] | null }[];
  }[];
  return (payload?.userErrors ?? []).map(({ code, field }) => [code, field]);
}
