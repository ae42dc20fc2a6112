import {
  getNamedType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { InvariantError } from '../errors.ts';

/**
 * A selection of everything a type leads to: `{ id name memberships { … } }`. A type that comes again beneath itself is
 * selected without what it leads to, so that the selection ends. Arguments keep their defaults; a field that requires one
 * without a default is left out.
 */
export function everyField(schema: GraphQLSchema, typeName: string): string {
  return selection(objectType(schema, typeName), []);
}

/** The fields of an operation type with everything they lead to, each with the arguments given for it. */
export function everyRootField(
  schema: GraphQLSchema,
  typeName: 'Query' | 'Mutation' | 'Subscription',
  options: { arguments?: Readonly<Record<string, string>>; except?: readonly string[] } = {},
): string {
  const fields = Object.values(objectType(schema, typeName).getFields()).filter(
    ({ name }) => !name.startsWith('_') && !options.except?.includes(name),
  );
  return fields
    .map((field) => `${field.name}${options.arguments?.[field.name] ?? ''} ${beneath(field, [])}`)
    .join('\n');
}

/** One thing of each type as another subgraph refers to it, under the name of its type, with everything it leads to. */
export function everyReference(schema: GraphQLSchema, ids: Readonly<Record<string, string>>): string {
  return Object.entries(ids)
    .map(
      ([type, id]) =>
        `${type}: _entities(representations: [{ __typename: "${type}", id: "${id}" }]) {
          ... on ${type} ${everyField(schema, type)}
        }`,
    )
    .join('\n');
}

/** Every `Type.field` that queries, subscriptions and references lead to; what mutations answer their own tests read. */
export function readableFields(schema: GraphQLSchema): string[] {
  const reached = new Set<GraphQLObjectType>();
  const reach = (type: GraphQLObjectType): void => {
    if (!reached.has(type)) {
      reached.add(type);
      Object.values(type.getFields())
        .flatMap((field) => objectTypes(getNamedType(field.type)))
        .forEach(reach);
    }
  };
  const roots = [schema.getQueryType(), schema.getSubscriptionType()].filter((type) => isObjectType(type));
  roots.forEach(reach);
  return [...reached]
    .filter((type) => !roots.includes(type) && !type.name.startsWith('_'))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
    .sort();
}

function objectTypes(type: GraphQLNamedType): readonly GraphQLObjectType[] {
  return isObjectType(type) ? [type] : isUnionType(type) ? type.getTypes() : [];
}

/** Every `Type.field` that occurs in a result of such a selection, and whether it ever had a value. */
export function resolvedFields(...results: unknown[]): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const result of results) {
    collect(result, found);
  }
  return found;
}

function collect(value: unknown, found: Map<string, boolean>): void {
  if (Array.isArray(value)) {
    value.forEach((item) => collect(item, found));
  } else if (typeof value === 'object' && value !== null) {
    const { __typename: typeName, ...fields } = value as Record<string, unknown>;
    for (const [name, inner] of Object.entries(fields)) {
      if (typeof typeName === 'string') {
        const key = `${typeName}.${name}`;
        found.set(key, found.get(key) === true || inner !== null);
      }
      collect(inner, found);
    }
  }
}

function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) {
    throw new InvariantError(`There is no object type ${name}.`);
  }
  return type;
}

function selection(type: GraphQLObjectType, path: readonly string[]): string {
  const isAgain = path.includes(type.name);
  const fields = Object.values(type.getFields()).filter(
    (field) =>
      !field.args.some(isRequiredArgument) && !(isAgain && isCompositeType(getNamedType(field.type))),
  );
  const parts = fields.map((field) => `${field.name} ${beneath(field, [...path, type.name])}`);
  return `{ __typename ${parts.join(' ')} }`;
}

function beneath(field: GraphQLField<unknown, unknown>, path: readonly string[]): string {
  const type = getNamedType(field.type);
  return isObjectType(type) ? selection(type, path) : '';
}
