import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import {
  defaultFieldResolver,
  isObjectType,
  visit,
  type DocumentNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Context } from '../context.ts';
import { InvariantError } from '../errors.ts';
import { fieldAccess, requireAccess, type FieldAccess } from './field-access.ts';
import type { Resolvers } from './module.ts';
import { sharedScalars } from './scalars.ts';

/**
 * The executable federation schema of a subgraph, with the decision on every field enforced in its resolver.
 * Throws `InvariantError` naming every field without a decision, on itself or on its type, and for a resolver whose
 * field does not exist.
 */
export function buildSchema(typeDefs: DocumentNode, resolvers: Resolvers): GraphQLSchema {
  const schema = buildSubgraphSchema({
    typeDefs,
    // Generated resolver types are exact where Apollo's map is loose; the schema builder checks names at run time.
    resolvers: { ...usedScalars(typeDefs), ...resolvers } as GraphQLResolverMap<unknown>,
  });
  refuseUnknownResolvers(schema, resolvers);
  enforceFieldAccess(schema);
  return schema;
}

/** Apollo ignores a resolver whose field does not exist; to us it is a misspelling. */
function refuseUnknownResolvers(schema: GraphQLSchema, resolvers: Resolvers): void {
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!type) {
      throw new InvariantError(`There are resolvers for ${typeName}, which is not in the schema.`);
    }
    if (isObjectType(type)) {
      const known = type.getFields();
      const unknown = Object.keys(fields).find((name) => !name.startsWith('__') && !(name in known));
      if (unknown) {
        throw new InvariantError(
          `There is a resolver for ${typeName}.${unknown}, which is not in the schema.`,
        );
      }
    }
  }
}

function usedScalars(typeDefs: DocumentNode): typeof sharedScalars {
  const names = new Set<string>();
  visit(typeDefs, { ScalarTypeDefinition: (node) => void names.add(node.name.value) });
  return Object.fromEntries(Object.entries(sharedScalars).filter(([name]) => names.has(name)));
}

/** Every field of every object type with its decision; federation's own machinery is left out. */
export function* decidedFields(
  schema: GraphQLSchema,
): Generator<{ type: GraphQLObjectType; field: GraphQLField<unknown, Context>; access: FieldAccess | null }> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) {
      continue;
    }
    for (const field of Object.values(type.getFields())) {
      // `_entities` and `_service` lead to fields that are decided one by one.
      if (!field.name.startsWith('_')) {
        yield { type, field, access: fieldAccess(type, field) };
      }
    }
  }
}

function enforceFieldAccess(schema: GraphQLSchema): void {
  const undecided: string[] = [];
  for (const { type, field, access } of decidedFields(schema)) {
    if (access === null) {
      undecided.push(`${type.name}.${field.name}`);
    } else if (access.kind !== 'public') {
      guard(field, access);
    }
  }
  if (undecided.length > 0) {
    throw new InvariantError(
      `Decide who may read ${undecided.join(', ')}: @public, @authenticated or @requiresScopes.`,
    );
  }
}

function guard(field: GraphQLField<unknown, Context>, access: FieldAccess): void {
  const behind =
    (resolve: GraphQLFieldResolver<unknown, Context>): GraphQLFieldResolver<unknown, Context> =>
    (source, args, ctx, info) => {
      requireAccess(access, ctx.caller);
      return resolve(source, args, ctx, info);
    };
  field.resolve = behind(field.resolve ?? defaultFieldResolver);
  if (field.subscribe) {
    field.subscribe = behind(field.subscribe);
  }
}
