import type { GraphQLError } from 'graphql';
import type { OperationOutcome } from '../operation/operation-runner.ts';
import type { CompiledResource, Section } from './compile-resource.ts';
import { problemOf, problemOfError, type Problem } from './problem.ts';
import type { Shape } from './shape.ts';

/** What a resource answers: the body, or the problem that there is none. */
export type Presented = { body: Readonly<Record<string, unknown>> } | { problem: Problem };

/** A part that was not asked for, because the caller may not see it. */
export interface ForbiddenSection extends Section {
  error: GraphQLError;
}

const problemsShown = 50;

/**
 * The result as the resource shows it. What failed beside what did not is null in the body, and told in `problems`
 * with its place; where nothing is left to show, or the one thing asked for failed, the problem is the answer.
 */
export function presentResult(
  { resource, shape, parameterOfField }: CompiledResource,
  { result }: OperationOutcome,
  forbidden: readonly ForbiddenSection[],
): Presented {
  const { data, errors = [] } = result;
  const [error] = errors;
  const hasSomething = Object.values(data ?? {}).some((value) => value !== null);
  if (!data || !hasSomething) {
    return { problem: error ? problemOfError(error, parameterOfField) : nothing(resource.kind) };
  }
  const failures = [
    ...forbidden.flatMap(({ path, member, error }) => (member === null ? [{ path, error }] : [])),
    ...placed(errors, data),
  ];
  const problems = new Map<string, Problem>(forbiddenMembers(shape, forbidden));
  for (const failure of failures) {
    const pointer = pointerOf(shape.locate(failure.path));
    if (!problems.has(pointer) && problems.size < problemsShown) {
      problems.set(pointer, { ...problemOfError(failure.error, parameterOfField), pointer });
    }
  }
  const body = shape.project(data) as Record<string, unknown>;
  return { body: problems.size > 0 ? { ...body, problems: [...problems.values()] } : body };
}

/** One problem for all members of an object, or of a list's items, that were left out for the same caller. */
function forbiddenMembers(shape: Shape, forbidden: readonly ForbiddenSection[]): [string, Problem][] {
  const found = new Map<string, { error: GraphQLError; members: string[] }>();
  for (const { path, member, error } of forbidden) {
    if (member !== null) {
      const pointer = pointerOf(shape.locate(path));
      const { members } = found.get(pointer) ?? { members: [] };
      found.set(pointer, { error, members: [...members, member] });
    }
  }
  return [...found].map(([pointer, { error, members }]) => [
    pointer,
    { ...problemOfError(error), pointer, members },
  ]);
}

/**
 * Errors with their places. A subgraph that does not answer is reported once, without a path: it is told at each part
 * that came back null without a reason of its own.
 */
function placed(
  errors: readonly GraphQLError[],
  data: Readonly<Record<string, unknown>>,
): { path: readonly (string | number)[]; error: GraphQLError }[] {
  const located = errors.flatMap((error) => (error.path?.length ? [{ path: error.path, error }] : []));
  const general = errors.find((error) => !error.path?.length);
  const explained = new Set(located.map(({ path }) => path[0]));
  const unexplained = Object.keys(data).filter((key) => data[key] === null && !explained.has(key));
  if (!general) {
    return located;
  }
  const places = unexplained.length > 0 ? unexplained.map((key) => [key]) : [[]];
  return [...located, ...places.map((path) => ({ path, error: general }))];
}

function nothing(kind: CompiledResource['resource']['kind']): Problem {
  return kind === 'item'
    ? problemOf('NOT_FOUND', 'It does not exist, or you may not see it.')
    : problemOf('INTERNAL_SERVER_ERROR', 'There is no answer.');
}

/** RFC 6901. */
function pointerOf(segments: readonly (string | number)[]): string {
  return segments
    .map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
