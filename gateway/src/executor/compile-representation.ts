import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { isRecord } from './compile-shape.ts';

/** Reads what a subgraph needs to know of an entity; null when the entity does not have it all. */
export type Representation = (entity: unknown) => Record<string, unknown> | null;

/** Compiles the `requires` of a fetch. */
export function compileRepresentation(
  supergraphSchema: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
): Representation {
  const readers = selections.map((selection) =>
    selection.kind === 'Field'
      ? fieldReader(supergraphSchema, selection)
      : fragmentReader(supergraphSchema, selection),
  );
  return (entity) => {
    if (!isRecord(entity)) {
      return null;
    }
    const result: Record<string, unknown> = {};
    return readers.every((read) => read(entity, result)) ? result : null;
  };
}

/** Copies its part of the entity; false when something is missing. */
type Reader = (entity: Record<string, unknown>, result: Record<string, unknown>) => boolean;

function fieldReader(
  schema: GraphQLSchema,
  selection: Extract<QueryPlanSelectionNode, { kind: 'Field' }>,
): Reader {
  const key = selection.alias ?? selection.name;
  const nested = selection.selections ? compileRepresentation(schema, selection.selections) : null;
  return (entity, result) => {
    const value = entity[key];
    if (value === undefined) {
      return false;
    }
    result[key] = nested === null ? value : Array.isArray(value) ? value.map(nested) : nested(value);
    return true;
  };
}

function fragmentReader(
  schema: GraphQLSchema,
  selection: Extract<QueryPlanSelectionNode, { kind: 'InlineFragment' }>,
): Reader {
  const { typeCondition } = selection;
  if (typeCondition === undefined) {
    return () => true;
  }
  const nested = compileRepresentation(schema, selection.selections);
  const applies = new Map<unknown, boolean>();
  return (entity, result) => {
    const typeName = entity['__typename'];
    const known = applies.get(typeName) ?? isOfType(schema, typeName, typeCondition);
    applies.set(typeName, known);
    // A fragment that lacks something adds nothing; without `__typename` the representation is dropped as a whole.
    Object.assign(result, known ? nested(entity) : null);
    return true;
  };
}

function isOfType(schema: GraphQLSchema, typeName: unknown, condition: string): boolean {
  if (typeof typeName !== 'string' || typeName === condition) {
    return typeName === condition;
  }
  const type = schema.getType(typeName);
  const wanted = schema.getType(condition);
  return (
    isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type)
  );
}
