import { Kind, visit, type OperationDefinitionNode, type ValueNode } from 'graphql';
import type { Parameter } from './parameters.ts';

/** The name of the parameter a path of arguments (`['filter', 'planKeys', '0']`) was made of; null when it was of none. */
export type ParameterOfField = (field: unknown) => string | null;

interface Use {
  path: readonly string[];
  name: string;
}

/**
 * Errors of an operation name its arguments, which callers of REST never see. This finds their parameters, by where the
 * operation uses the variables.
 */
export function parameterOfField(
  operation: OperationDefinitionNode,
  parameters: readonly Pick<Parameter, 'name' | 'variable'>[],
): ParameterOfField {
  const names = new Map(parameters.map(({ name, variable }) => [variable, name]));
  const uses: Use[] = [];
  visit(operation, {
    Field({ arguments: given = [] }) {
      given.forEach(({ name, value }) => uses.push(...usesIn(value, [name.value], names)));
    },
  });
  return (field) =>
    Array.isArray(field)
      ? (uses.find(({ path }) => path.every((part, index) => part === String(field[index])))?.name ?? null)
      : null;
}

function usesIn(value: ValueNode, path: readonly string[], names: ReadonlyMap<string, string>): Use[] {
  switch (value.kind) {
    case Kind.VARIABLE: {
      const name = names.get(value.name.value);
      return name === undefined ? [] : [{ path, name }];
    }
    case Kind.OBJECT:
      return value.fields.flatMap(({ name, value: inner }) => usesIn(inner, [...path, name.value], names));
    case Kind.LIST:
      return value.values.flatMap((inner, index) => usesIn(inner, [...path, String(index)], names));
    default:
      return [];
  }
}
