import { InvariantError } from '@intendant/kit/errors';
import {
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { leafSchema } from './json-schema.ts';
import { constantOf, localDirective } from './local-directives.ts';
import { restName } from './rest-name.ts';
import {
  byNameShape,
  describedShape,
  leaf,
  listShape,
  nullableShape,
  objectShape,
  onlyShape,
  type Member,
  type Shape,
} from './shape.ts';

/**
 * The members of the JSON object that shows a selection; any of them may be missing when they are sections. Throws
 * `InvariantError` for what REST has no form for.
 */
export function membersOf(
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  { areSections = false }: { areSections?: boolean } = {},
): Member[] {
  return selections.map((selection) => {
    if (selection.kind === Kind.FIELD) {
      const member = memberOf(type, selection);
      return areSections ? { ...member, shape: nullableShape(member.shape) } : member;
    }
    const within = localDirective(selection, 'within');
    if (selection.kind !== Kind.INLINE_FRAGMENT || !within) {
      throw new InvariantError('A document of REST has no fragments but those with @within.');
    }
    const members = membersOf(type, selection.selectionSet, { areSections });
    return { key: null, name: String(constantOf(within, 'object')), shape: objectShape(members) };
  });
}

function memberOf(type: GraphQLObjectType, field: FieldNode): Member {
  const key = field.alias?.value ?? field.name.value;
  const name = restName(key);
  const unavailable = localDirective(field, 'unavailable');
  if (unavailable) {
    const always = leaf({ type: 'null' }, () => null);
    return { key, name, shape: describedShape(always, String(constantOf(unavailable, 'because'))) };
  }
  const definition = type.getFields()[field.name.value];
  if (!definition) {
    throw new InvariantError(`REST does not show ${type.name}.${field.name.value}.`);
  }
  const isPercentage = localDirective(field, 'percentage') !== null;
  const description = isPercentage ? 'In percent, 0 to 100.' : definition.description;
  const shape = describedShape(shapeOf(definition.type, field), description);
  return { key, name, shape: localDirective(field, 'ifPermitted') ? nullableShape(shape) : shape };
}

function shapeOf(type: GraphQLOutputType, field: FieldNode): Shape {
  return isNonNullType(type) ? present(type.ofType, field) : nullableShape(present(type, field));
}

function present(type: GraphQLOutputType, field: FieldNode): Shape {
  if (isListType(type)) {
    return localDirective(field, 'byName')
      ? byNameShape(...pairOf(type, field))
      : listShape(shapeOf(type.ofType as GraphQLOutputType, field));
  }
  if (isLeafType(type)) {
    return localDirective(field, 'percentage')
      ? leaf({ type: 'number', format: 'double' }, (ratio) => Math.round(Number(ratio) * 10_000) / 100)
      : leaf(leafSchema(type));
  }
  const members = membersWithin(type, field);
  const [first] = members;
  return localDirective(field, 'only') && first?.key
    ? onlyShape(first.key, first.shape)
    : objectShape(members);
}

function pairOf(type: GraphQLOutputType, field: FieldNode): [Member, Member] {
  const [name, value, more] = membersWithin(getNamedType(type), field);
  if (!name || !value || more) {
    throw new InvariantError(`@byName needs a name and a value: ${field.name.value}.`);
  }
  return [name, value];
}

function membersWithin(type: unknown, { name, selectionSet }: FieldNode): Member[] {
  if (!isObjectType(type) || !selectionSet) {
    throw new InvariantError(`REST shows objects only: ${name.value}.`);
  }
  return membersOf(type, selectionSet);
}
