import { GraphQLError } from 'graphql';
import type { DocumentSize } from './measure-document.ts';
import type { Limits } from './limits.ts';

/** An operation that asks for more than is allowed; `allowed` and `actual` are in the error's extensions. */
export function limitError(code: string, what: string, allowed: number, actual: number | null): GraphQLError {
  const found = actual === null ? '' : `, this one has ${actual}`;
  return new GraphQLError(`An operation may have at most ${allowed} ${what}${found}.`, {
    extensions: { code, allowed, ...(actual === null ? {} : { actual }) },
  });
}

const checks = [
  ['depth', 'OPERATION_TOO_DEEP', 'levels of fields'],
  ['fields', 'TOO_MANY_FIELDS', 'fields'],
  ['aliases', 'TOO_MANY_ALIASES', 'aliases'],
  ['rootFields', 'TOO_MANY_ROOT_FIELDS', 'root fields'],
  ['directives', 'TOO_MANY_DIRECTIVES', 'directives'],
] as const;

/** One error for each limit the operation exceeds. */
export function checkSize(size: DocumentSize, limits: Limits): GraphQLError[] {
  return checks.flatMap(([key, code, what]) =>
    size[key] > limits[key] ? [limitError(code, what, limits[key], size[key])] : [],
  );
}
