import { type GraphQLError } from 'graphql';
import { problemType } from '../http/respond.ts';
import type { ParameterOfField } from './parameter-of-field.ts';
import type { ParameterError } from './read-parameters.ts';

/** A problem as RFC 9457 writes it; `code` is one of the API's error codes. */
export interface Problem {
  /** Stable, and the same for every problem of this code; it leads nowhere. */
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  /** Which parameters are wrong. */
  errors?: readonly ParameterError[];
  [extension: string]: unknown;
}

const kinds: Readonly<Record<string, { status: number; title: string }>> = {
  BAD_PARAMETER: { status: 400, title: 'A parameter is not valid' },
  BAD_USER_INPUT: { status: 400, title: 'A parameter is not valid' },
  UNAUTHENTICATED: { status: 401, title: 'Not authenticated' },
  FORBIDDEN: { status: 403, title: 'Not permitted' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  NOT_ACCEPTABLE: { status: 406, title: 'Not acceptable' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  INTERNAL_SERVER_ERROR: { status: 500, title: 'Internal server error' },
  SERVICE_UNAVAILABLE: { status: 503, title: 'Not available' },
  TIMEOUT: { status: 504, title: 'Took too long' },
};

const otherRefusal = { status: 400, title: 'Bad request' };

export function problemOf(
  code: string,
  detail: string,
  extensions: Readonly<Record<string, unknown>> = {},
): Problem {
  const { status, title } = kinds[code] ?? otherRefusal;
  return { type: problemType(code), title, status, code, detail, ...extensions };
}

/** An error of an operation, with the parameter it is about where it names an argument that was made of one. */
export function problemOfError(
  error: GraphQLError,
  parameterOfField: ParameterOfField = () => null,
): Problem {
  const { code, field, missingScopes } = error.extensions;
  const parameter = parameterOfField(field);
  if (code === 'FORBIDDEN' && Array.isArray(missingScopes) && field !== undefined) {
    const needs = `needs the permission ${missingScopes.join(', ')}`;
    // The error names an argument of GraphQL, which callers of REST do not have.
    return parameter === null
      ? problemOf(code, `This ${needs}.`, { missingScopes })
      : problemOf(code, `The value of the parameter ${parameter} ${needs}.`, {
          missingScopes,
          errors: [{ parameter, detail: needs }],
        });
  }
  return problemOf(typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR', error.message, {
    ...(missingScopes !== undefined && { missingScopes }),
    ...(parameter !== null && { errors: [{ parameter, detail: error.message }] }),
  });
}

/** The problem of a request whose parameters are wrong, naming each. */
export function problemOfParameters(errors: readonly ParameterError[]): Problem {
  const detail = errors.map(({ parameter, detail: what }) => `${parameter} ${what}.`).join(' ');
  return problemOf('BAD_PARAMETER', detail, { errors });
}
