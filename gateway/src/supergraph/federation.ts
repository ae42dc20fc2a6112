import { createHash } from 'node:crypto';
import { operationFromDocument, Supergraph, type Schema } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import {
  isScalarType,
  Kind,
  parse,
  visit,
  type DocumentNode,
  type GraphQLScalarType,
  type GraphQLSchema,
} from 'graphql';

/** The supergraph in the forms the gateway works with. */
export interface Federation {
  /** What clients see: validated against, and introspected. */
  readonly apiSchema: GraphQLSchema;
  /** The same for Apollo's executor, which shapes responses with its own schema classes. */
  readonly apollo: { readonly apiSchema: Schema; readonly supergraphSchema: GraphQLSchema };
  /** The supergraph's definitions with every directive, internal operations included. */
  readonly document: DocumentNode;
  /** The subgraphs, and where the supergraph says they serve; an empty address where it does not. */
  readonly subgraphs: readonly { name: string; url: string }[];
  /** Identifies the version of the schema. */
  readonly hash: string;
  plan(document: DocumentNode, operationName: string | null): QueryPlan;
}

/**
 * Loads a composed supergraph. Values of the scalars that are given are checked where they arrive; any value passes for
 * one of another scalar. Throws when it is no supergraph.
 */
export function loadFederation(
  supergraphSdl: string,
  scalars: Readonly<Record<string, GraphQLScalarType>> = {},
): Federation {
  const document = parse(supergraphSdl, { noLocation: true });
  const supergraph = Supergraph.build(withoutSecurityPurpose(document));
  const planner = new QueryPlanner(supergraph);
  const apiSchema = supergraph.apiSchema();
  return {
    apiSchema: withInputChecks(apiSchema.toGraphQLJSSchema(), scalars),
    apollo: { apiSchema, supergraphSchema: supergraph.schema.toGraphQLJSSchema() },
    document,
    subgraphs: supergraph.subgraphsMetadata(),
    hash: createHash('sha256').update(supergraphSdl).digest('hex').slice(0, 12),
    plan(document, operationName) {
      const options = operationName === null ? {} : { operationName };
      return planner.buildQueryPlan(operationFromDocument(apiSchema, document, options));
    },
  };
}

/** Values from clients are read as the subgraphs will read them. Values for clients were written by a subgraph. */
function withInputChecks(
  schema: GraphQLSchema,
  scalars: Readonly<Record<string, GraphQLScalarType>>,
): GraphQLSchema {
  for (const [name, { parseValue, parseLiteral }] of Object.entries(scalars)) {
    const type = schema.getType(name);
    if (isScalarType(type)) {
      Object.assign(type, { parseValue, parseLiteral });
    }
  }
  return schema;
}

/**
 * Apollo's loader refuses features marked `for: SECURITY`, because it cannot enforce them. We enforce `@authenticated`
 * and `@requiresScopes` ourselves, in the gateway and again in the subgraph.
 */
function withoutSecurityPurpose(supergraph: DocumentNode): DocumentNode {
  return visit(supergraph, {
    Directive: (node) =>
      node.name.value === 'link'
        ? {
            ...node,
            arguments: node.arguments?.filter(
              ({ name, value }) =>
                !(name.value === 'for' && value.kind === Kind.ENUM && value.value === 'SECURITY'),
            ),
          }
        : undefined,
  });
}
