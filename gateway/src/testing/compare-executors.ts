import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import type { ExecutionResult } from 'graphql';
import { permitsEverything } from '../authorisation/permission-map.ts';
import { compileCostMap } from '../limits/cost-map.ts';
import { defaultLimits } from '../limits/limits.ts';
import { createPlanRunner } from '../operation/plan-runner.ts';
import { createOperationPreparer, type PreparedOperation } from '../operation/prepare-operation.ts';
import { loadFederation } from '../supergraph/federation.ts';
import type { Upstream, UpstreamCall } from '../upstream/upstream.ts';

type Upstreams = ReadonlyMap<string, Upstream>;
type Variables = Record<string, unknown>;
type Execute = (operation: PreparedOperation, variables: Variables) => Promise<ExecutionResult>;

const limits = {
  ...defaultLimits,
  cost: Infinity,
  fields: Infinity,
  aliases: Infinity,
  directives: Infinity,
};
const call: UpstreamCall = { caller: aPlatformCaller(), requestId: 'r', deadline: null, signal: null };

/** Apollo's gateway as it comes, and ours, on the same supergraph. */
export function executorsFor(supergraphSdl: string) {
  const federation = loadFederation(supergraphSdl);
  const preparer = createOperationPreparer({
    federation,
    permissions: permitsEverything,
    costs: compileCostMap(federation.document),
    isIntrospectionAllowed: true,
  });

  async function apollo(upstreams: Upstreams): Promise<Execute> {
    // Without this Apollo reports to itself.
    process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
    const gateway = new ApolloGateway({
      supergraphSdl: supergraphSdl.replaceAll(', for: SECURITY', ''),
      buildService: ({ name }): GraphQLDataSource => ({
        async process({ request }) {
          const upstream = upstreams.get(name);
          const { query = '', variables = {}, operationName = null } = request;
          const result = await upstream?.execute({ query, variables, operationName }, call);
          return { data: result?.data ?? null, ...(result?.errors && { errors: result.errors }) };
        },
      }),
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
    const { executor } = await gateway.load();
    return (operation, variables) => {
      const context = {
        request: { query: operation.source, variables },
        document: operation.document,
        operation: operation.operation,
        operationName: 'Random',
        queryHash: operation.source,
        context: {},
        metrics: {},
        schema: federation.apiSchema,
        logger: console,
      };
      return executor(context as unknown as Parameters<typeof executor>[0]);
    };
  }

  function ours(upstreams: Upstreams): Execute {
    const plans = createPlanRunner({ federation, upstreams });
    return (operation, variables) => plans.run(operation, variables, call);
  }

  return {
    schema: federation.apiSchema,
    apollo,
    ours,
    /** Null when the operation is not valid. */
    prepare(query: string): PreparedOperation | null {
      const prepared = preparer.prepare(query, null, limits);
      return 'operation' in prepared ? prepared.operation : null;
    },
    /** What an executor makes of an operation, as clients would see it. */
    answer(execute: Execute, operation: PreparedOperation, variables: Variables = {}): Promise<unknown> {
      // Data of the wrong shape may make either give up altogether; the message of that is masked anyway.
      return execute(operation, variables).then(comparable, () => 'failed');
    },
  };
}

/** In which order simultaneous fetches fail is chance. */
function comparable({ data, errors, extensions }: ExecutionResult): unknown {
  const shown = errors?.map((error) => ({
    message: error.message,
    path: error.path,
    extensions: error.extensions,
    name: error.name,
  }));
  const sorted = shown?.map((error) => JSON.stringify(error)).sort();
  return JSON.parse(JSON.stringify({ data, errors: sorted, extensions })) as unknown;
}
