import { createHash } from 'node:crypto';
import { operationFromDocument, Supergraph, type Schema } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';

/** The supergraph in the forms the gateway works with. */
export interface Federation {
  /** What clients see: validated against, and introspected. */
  readonly apiSchema: GraphQLSchema;
  /** The same for Apollo's executor, which shapes responses with its own schema classes. */
  readonly apollo: { readonly apiSchema: Schema; readonly supergraphSchema: GraphQLSchema };
  /** The supergraph's definitions with every directive, internal operations included. */
  readonly document: DocumentNode;
  readonly subgraphNames: readonly string[];
  /** Identifies the version of the schema. */
  readonly hash: string;
  plan(document: DocumentNode, operationName: string | null): QueryPlan;
}

/** Loads a composed supergraph. Throws when it is not one. */
export function loadFederation(supergraphSdl: string): Federation {
  const supergraph = Supergraph.build(withoutSecurityPurpose(supergraphSdl));
  const planner = new QueryPlanner(supergraph);
  const apiSchema = supergraph.apiSchema();
  return {
    apiSchema: apiSchema.toGraphQLJSSchema(),
    apollo: { apiSchema, supergraphSchema: supergraph.schema.toGraphQLJSSchema() },
    document: parse(supergraphSdl, { noLocation: true }),
    subgraphNames: [...supergraph.subgraphs().values()].map((subgraph) => subgraph.name),
    hash: createHash('sha256').update(supergraphSdl).digest('hex').slice(0, 12),
    plan(document, operationName) {
      const options = operationName === null ? {} : { operationName };
      return planner.buildQueryPlan(operationFromDocument(apiSchema, document, options));
    },
  };
}

/**
 * Apollo's loader refuses features marked `for: SECURITY`, because it cannot enforce them. We enforce `@authenticated`
 * and `@requiresScopes` ourselves, in the gateway and again in the subgraph.
 */
function withoutSecurityPurpose(supergraphSdl: string): string {
  return supergraphSdl.replaceAll(', for: SECURITY', '');
}
