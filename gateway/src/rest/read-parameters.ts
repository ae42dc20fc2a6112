import type { Parameter } from './parameters.ts';

/** What is wrong with one parameter. */
export interface ParameterError {
  parameter: string;
  detail: string;
}

export type ReadParameters = { variables: Record<string, unknown> } | { errors: ParameterError[] };

/**
 * The variables of the operation, from the path and the query. Every wrong parameter is named, and so is one that does
 * not exist: a misspelt filter would otherwise answer with everything. An empty parameter counts as not given.
 */
export function readParameters(
  parameters: readonly Parameter[],
  query: URLSearchParams,
  path: Readonly<Record<string, string>>,
): ReadParameters {
  const errors: ParameterError[] = [];
  const variables: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const { name, variable, isRequired, isList } = parameter;
    const given = (parameter.in === 'path' ? [path[name] ?? ''] : query.getAll(name))
      .flatMap((value) => (isList ? value.split(',') : [value]))
      .map((value) => value.trim())
      .filter(Boolean);
    const [only] = given;
    if (only === undefined) {
      errors.push(...(isRequired ? [{ parameter: name, detail: 'is needed' }] : []));
    } else if (!isList && given.length > 1) {
      errors.push({ parameter: name, detail: 'may be given once' });
    } else {
      const read = parameter.read.safeParse(isList ? given : only);
      if (read.success) {
        variables[variable] = read.data;
      } else {
        errors.push({ parameter: name, detail: read.error.issues[0]?.message ?? 'is not valid' });
      }
    }
  }
  const known = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  for (const name of new Set(query.keys())) {
    if (!known.includes(name)) {
      const detail = known.length > 0 ? `does not exist; there are ${known.join(', ')}` : 'does not exist';
      errors.push({ parameter: name, detail });
    }
  }
  return errors.length > 0 ? { errors } : { variables };
}
