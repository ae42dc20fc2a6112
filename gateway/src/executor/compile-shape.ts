import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { conditionsOf, hold, type Condition } from '../operation/conditions.ts';

export type Variables = Readonly<Record<string, unknown>>;

/**
 * Makes the response of merged data. `undefined` means that the data is not what the schema promises (a null where
 * none may be, a value of another type): what then follows is left to Apollo, which knows every rule.
 */
export type Shape = (data: unknown, variables: Variables) => unknown;

/** A selection set, and under which conditions it takes part. */
interface Part {
  set: SelectionSetNode;
  conditions: readonly Condition[];
}

/** The occurrences of one response name within a selection set. */
interface Occurrences {
  first: FieldNode;
  /** One list of conditions an occurrence; the field takes part when all of one list hold. */
  alternatives: (readonly Condition[])[];
  parts: Part[];
}

interface FieldShape {
  key: string;
  alternatives: readonly (readonly Condition[])[] | null;
  shape: Shape;
}

/** Compiles the response of an operation without introspection. */
export function compileShape(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Shape {
  const root = schema.getRootType(operation.operation);
  if (!root) {
    throw new TypeError(`The schema has no ${operation.operation}.`);
  }
  return objectShape(root, [{ set: operation.selectionSet, conditions: [] }]);

  function collect(type: GraphQLObjectType, parts: readonly Part[], into: Map<string, Occurrences>): void {
    for (const { set, conditions: outer } of parts) {
      for (const selection of set.selections) {
        const own = conditionsOf(selection.directives);
        if (own === null) {
          continue;
        }
        const conditions = own.length > 0 ? [...outer, ...own] : outer;
        if (selection.kind === Kind.FIELD) {
          add(selection, conditions, into);
          continue;
        }
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (fragment && appliesTo(fragment.typeCondition?.name.value, type)) {
          collect(type, [{ set: fragment.selectionSet, conditions }], into);
        }
      }
    }
  }

  function appliesTo(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) {
      return true;
    }
    const wanted = schema.getType(condition);
    return isAbstractType(wanted) && schema.isSubType(wanted, type);
  }

  function objectShape(type: GraphQLObjectType, parts: readonly Part[]): Shape {
    const occurrences = new Map<string, Occurrences>();
    collect(type, parts, occurrences);
    const fields = [...occurrences].map(([key, each]) => fieldShape(type, key, each));
    return (data, variables) => {
      if (!isRecord(data)) {
        return undefined;
      }
      const output: Record<string, unknown> = {};
      for (const { key, alternatives, shape } of fields) {
        if (alternatives === null || alternatives.some((conditions) => hold(conditions, variables))) {
          const value = shape(data[key], variables);
          if (value === undefined) {
            return undefined;
          }
          output[key] = value;
        }
      }
      return output;
    };
  }

  function fieldShape(type: GraphQLObjectType, key: string, occurrences: Occurrences): FieldShape {
    const { first, alternatives, parts } = occurrences;
    const isAlways = alternatives.some((conditions) => conditions.length === 0);
    const taken = { key, alternatives: isAlways ? null : alternatives };
    if (first.name.value === '__typename') {
      return { ...taken, shape: () => type.name };
    }
    const field = type.getFields()[first.name.value];
    if (!field) {
      throw new TypeError(`There is no field ${type.name}.${first.name.value}.`);
    }
    return { ...taken, shape: valueShape(field.type, parts) };
  }

  function valueShape(type: GraphQLOutputType, parts: readonly Part[]): Shape {
    if (isNonNullType(type)) {
      const inner = valueShape(type.ofType, parts);
      return (data, variables) => {
        const value = inner(data, variables);
        return value === null ? undefined : value;
      };
    }
    const present = presentShape(type, parts);
    return (data, variables) => (data === null || data === undefined ? null : present(data, variables));
  }

  function presentShape(type: GraphQLOutputType, parts: readonly Part[]): Shape {
    if (isListType(type)) {
      return listShape(valueShape(type.ofType, parts));
    }
    if (isLeafType(type)) {
      return leafShape(type);
    }
    if (isObjectType(type)) {
      const shape = objectShape(type, parts);
      // An interface object may call itself something else; Apollo decides what that means.
      return (data, variables) =>
        isRecord(data) && (data['__typename'] ?? type.name) === type.name
          ? shape(data, variables)
          : undefined;
    }
    const named = getNamedType(type);
    if (!isCompositeType(named) || !isAbstractType(named)) {
      throw new TypeError(`The type ${String(type)} has no shape.`);
    }
    const shapes = new Map(
      schema.getPossibleTypes(named).map((possible) => [possible.name, objectShape(possible, parts)]),
    );
    return (data, variables) => {
      const typeName = isRecord(data) ? data['__typename'] : undefined;
      return typeof typeName === 'string' ? shapes.get(typeName)?.(data, variables) : undefined;
    };
  }
}

function add(node: FieldNode, conditions: readonly Condition[], into: Map<string, Occurrences>): void {
  const key = (node.alias ?? node.name).value;
  const known = into.get(key) ?? { first: node, alternatives: [], parts: [] };
  known.alternatives.push(conditions);
  if (node.selectionSet) {
    known.parts.push({ set: node.selectionSet, conditions });
  }
  into.set(key, known);
}

function listShape(item: Shape): Shape {
  return (data, variables) => {
    if (!Array.isArray(data)) {
      return undefined;
    }
    const output: unknown[] = new Array(data.length);
    for (let index = 0; index < data.length; index += 1) {
      const value = item(data[index], variables);
      if (value === undefined) {
        return undefined;
      }
      output[index] = value;
    }
    return output;
  };
}

/** Only what is certainly right passes; in case of doubt Apollo looks at it again. */
function leafShape(type: GraphQLLeafType): Shape {
  if (isEnumType(type)) {
    const values = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (data) => (values.has(data) ? data : undefined);
  }
  switch (type.name) {
    case 'String':
      return (data) => (typeof data === 'string' ? data : undefined);
    case 'ID':
      return (data) => (typeof data === 'string' || Number.isSafeInteger(data) ? data : undefined);
    case 'Boolean':
      return (data) => (typeof data === 'boolean' ? data : undefined);
    case 'Int':
      return (data) => (Number.isSafeInteger(data) ? data : undefined);
    case 'Float':
      return (data) => (Number.isFinite(data) ? data : undefined);
    default:
      // Whatever a scalar of ours serialises to is right.
      return (data) => data;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
