import { executeQueryPlan } from '@apollo/gateway/dist/executeQueryPlan.js';
import type { GraphQLDataSource } from '@apollo/gateway';
import type { PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import type { GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { ExecutionResult } from 'graphql';
import { compileOperation, type CompiledOperation } from '../executor/compile-operation.ts';
import { eventSource } from '../executor/compile-plan.ts';
import type { Federation } from '../supergraph/federation.ts';
import type { Upstream, UpstreamCall, UpstreamResult } from '../upstream/upstream.ts';
import type { PreparedOperation } from './prepare-operation.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Carries out query plans on the upstreams. */
export interface PlanRunner {
  /** Plans (once for each operation) and executes a query or mutation. */
  run(operation: PreparedOperation, variables: Variables, call: UpstreamCall): Promise<ExecutionResult>;
  /** The plan of a subscription: where events come from, and what completes them. */
  subscriptionPlan(operation: PreparedOperation): SubscriptionNode;
  /** Completes one event with the fields of other subgraphs, and shapes it into the response. */
  completeEvent(
    operation: PreparedOperation,
    event: UpstreamResult,
    variables: Variables,
    call: UpstreamCall,
  ): Promise<ExecutionResult>;
  /** Plans an operation before anybody asks for it. */
  warm(operation: PreparedOperation): void;
}

export interface PlanRunnerOptions {
  federation: Federation;
  upstreams: ReadonlyMap<string, Upstream>;
  /** Apollo's own executor for every operation, to compare with. */
  isStock?: boolean;
}

export function createPlanRunner({ federation, upstreams, isStock = false }: PlanRunnerOptions): PlanRunner {
  const plans = new WeakMap<PreparedOperation, QueryPlan>();
  const compiled = new WeakMap<PreparedOperation, CompiledOperation | null>();
  const dataSources = Object.fromEntries(
    [...upstreams].map(([name, upstream]) => [name, dataSourceOf(upstream)]),
  );

  function planOf(operation: PreparedOperation): QueryPlan {
    const plan = plans.get(operation) ?? federation.plan(operation.document, operation.operationName);
    plans.set(operation, plan);
    return plan;
  }

  function subscriptionPlan(operation: PreparedOperation): SubscriptionNode {
    const { node } = planOf(operation);
    if (node?.kind !== 'Subscription') {
      throw new TypeError('The operation is not a subscription.');
    }
    return node;
  }

  function execute(
    plan: QueryPlan,
    operation: PreparedOperation,
    variables: Variables,
    call: UpstreamCall,
    sources: Record<string, GraphQLDataSource>,
  ): Promise<ExecutionResult> {
    // Apollo's executor reads these of a request and nothing else.
    const requestContext = {
      request: { variables: { ...variables }, operationName: operation.operationName ?? undefined },
      document: operation.document,
      operation: operation.operation,
      context: call,
      metrics: {},
      schema: federation.apiSchema,
    } as unknown as GatewayGraphQLRequestContext;
    return executeQueryPlan(
      plan,
      sources,
      requestContext,
      {
        schema: federation.apiSchema,
        operation: operation.operation,
        fragments: Object.fromEntries(operation.fragments),
      },
      federation.apollo.supergraphSchema,
      federation.apollo.apiSchema,
    );
  }

  function compiledOf(operation: PreparedOperation, node: PlanNode | undefined): CompiledOperation | null {
    if (isStock) {
      return null;
    }
    const known = compiled.get(operation);
    if (known !== undefined) {
      return known;
    }
    const fresh = compileOperation(federation, upstreams, operation, node);
    compiled.set(operation, fresh);
    return fresh;
  }

  /** The event answers the first fetch from memory; merging, completing and shaping stay the executor's. */
  function eventPlan(operation: PreparedOperation): PlanNode {
    const { primary, rest } = subscriptionPlan(operation);
    const first: PlanNode = { ...primary, serviceName: eventSource };
    return rest ? { kind: 'Sequence', nodes: [first, rest] } : first;
  }

  return {
    run(operation, variables, call) {
      const plan = planOf(operation);
      const run = plan.node?.kind === 'Subscription' ? null : compiledOf(operation, plan.node);
      return run ? run(variables, call, null) : execute(plan, operation, variables, call, dataSources);
    },
    subscriptionPlan,
    completeEvent(operation, event, variables, call) {
      const node = eventPlan(operation);
      const run = compiledOf(operation, node);
      if (run) {
        return run(variables, call, event);
      }
      const source: GraphQLDataSource = { process: () => Promise.resolve(event) };
      return execute({ kind: 'QueryPlan', node }, operation, variables, call, {
        ...dataSources,
        [eventSource]: source,
      });
    },
    warm(operation) {
      const { node } = planOf(operation);
      compiledOf(operation, node?.kind === 'Subscription' ? eventPlan(operation) : node);
    },
  };
}

function dataSourceOf(upstream: Upstream): GraphQLDataSource {
  return {
    async process({ request, context }) {
      const { data, errors } = await upstream.execute(
        {
          query: request.query ?? '',
          variables: request.variables ?? {},
          operationName: request.operationName ?? null,
        },
        // Set by the runner above.
        context as UpstreamCall,
      );
      return { data: data ?? null, ...(errors && { errors }) };
    },
  };
}
