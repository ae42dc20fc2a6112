import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { conditionsOf, hold, type Condition } from '../operation/conditions.ts';
import type { CostMap } from './cost-map.ts';

type Variables = Readonly<Record<string, unknown>>;
type Cost = (variables: Variables) => number;

/** How long a list is taken to be that the schema says nothing about. */
const unknownListSize = 10;
/** What one object costs that the schema says nothing about; a scalar costs nothing. */
const objectWeight = 1;
const mutationWeight = 10;

/**
 * The cost of an operation after the cost directive specification (https://ibm.github.io/graphql-specs/cost-spec.html):
 * the weight of each field's type, times the lengths of the lists around it, plus the weights of the fields
 * themselves. The lengths come from arguments, so the result is a function of the variables. The document must be valid.
 */
export function compileCost(
  schema: GraphQLSchema,
  costs: CostMap,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Cost {
  const sum =
    (parts: readonly Cost[]): Cost =>
    (variables) =>
      parts.reduce((total, part) => total + part(variables), 0);

  function ofSelections(
    type: GraphQLCompositeType,
    set: SelectionSetNode,
    sizes: ReadonlyMap<string, Cost>,
  ): Cost {
    return sum(
      set.selections.flatMap((selection) => {
        const conditions = conditionsOf(selection.directives);
        if (conditions === null) {
          return [];
        }
        if (selection.kind === Kind.FIELD) {
          return [when(conditions, ofField(type, selection, sizes))];
        }
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const narrowed = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
        return fragment && isCompositeType(narrowed)
          ? [when(conditions, ofSelections(narrowed, fragment.selectionSet, sizes))]
          : [];
      }),
    );
  }

  function ofField(parent: GraphQLCompositeType, node: FieldNode, sizes: ReadonlyMap<string, Cost>): Cost {
    const name = node.name.value;
    const field = 'getFields' in parent ? parent.getFields()[name] : undefined;
    const own = costs.weightOf(`${parent.name}.${name}`);
    if (!field) {
      return () => own ?? 0;
    }
    const type = getNamedType(field.type);
    const size = lengthOf(parent, field, node);
    const sizedFields = costs.listSizeOf(parent.name, name)?.sizedFields ?? [];
    const inner =
      node.selectionSet && isCompositeType(type)
        ? ofSelections(type, node.selectionSet, new Map(sizedFields.map((sized) => [sized, size])))
        : () => 0;
    const each = isCompositeType(type) ? (costs.weightOf(type.name) ?? objectWeight) : 0;
    const isList = isListType(getNullableType(field.type));
    const times = sizes.get(name) ?? (isList ? size : () => 1);
    const isMutation = parent === schema.getMutationType();
    const weight = own ?? (isMutation ? mutationWeight : 0);
    return (variables) => weight + times(variables) * (each + inner(variables));
  }

  function lengthOf(
    parent: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
  ): Cost {
    const listSize = costs.listSizeOf(parent.name, field.name);
    if (!listSize) {
      return () => unknownListSize;
    }
    const { slicingArguments, assumedSize } = listSize;
    if (slicingArguments.length === 0) {
      return () => assumedSize ?? unknownListSize;
    }
    const lengths = slicingArguments.map((argument) => sliceOf(parent, field, node, argument));
    return (variables) => {
      const given = lengths.map((length) => length(variables)).filter((length) => length !== null);
      return given.length > 0 ? Math.max(...given) : (assumedSize ?? unknownListSize);
    };
  }

  function sliceOf(
    parent: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
    argument: string,
  ): (variables: Variables) => number | null {
    const byDefault = costs.defaultOf(parent.name, field.name, argument);
    const value = node.arguments?.find(({ name }) => name.value === argument)?.value;
    if (value?.kind === Kind.INT) {
      const length = Math.max(0, Number(value.value));
      return () => length;
    }
    if (value?.kind === Kind.VARIABLE) {
      const { value: variable } = value.name;
      return (variables) => {
        const given = variables[variable];
        return typeof given === 'number' ? Math.max(0, given) : byDefault;
      };
    }
    return () => byDefault;
  }

  const root = schema.getRootType(operation.operation);
  return root ? ofSelections(root, operation.selectionSet, new Map()) : () => 0;
}

function when(conditions: readonly Condition[], cost: Cost): Cost {
  return conditions.length === 0 ? cost : (variables) => (hold(conditions, variables) ? cost(variables) : 0);
}
