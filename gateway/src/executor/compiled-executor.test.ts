import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import fc from 'fast-check';
import type { ExecutionResult } from 'graphql';
import { compilePermissionMap } from '../authorisation/permission-map.ts';
import { compileCostMap } from '../limits/cost-map.ts';
import { defaultLimits } from '../limits/limits.ts';
import { createPlanRunner, type PlanRunner } from '../operation/plan-runner.ts';
import {
  createOperationPreparer,
  type OperationPreparer,
  type PreparedOperation,
} from '../operation/prepare-operation.ts';
import { loadFederation } from '../supergraph/federation.ts';
import { faultyUpstream } from '../testing/faulty-upstream.ts';
import { composeFixtures, fixtureRuntime } from '../testing/fixture-runtime.ts';
import { fixtureNames } from '../testing/fixture-sdl.ts';
import { FixtureWorld } from '../testing/fixture-world.ts';
import { randomOperation } from '../testing/random-operation.ts';
import { createInProcessUpstream } from '../upstream/in-process-upstream.ts';
import type { Upstream, UpstreamCall } from '../upstream/upstream.ts';

const supergraphSdl = composeFixtures();
const federation = loadFederation(supergraphSdl);
const limits = {
  ...defaultLimits,
  cost: Infinity,
  fields: Infinity,
  aliases: Infinity,
  directives: Infinity,
};
const call: UpstreamCall = { caller: aPlatformCaller(), requestId: 'r', deadline: null, signal: null };

/** Fresh upstreams for each side: executors write into what they are given. */
function upstreamsFor(seed: number | null): ReadonlyMap<string, Upstream> {
  const world = new FixtureWorld();
  return new Map(
    fixtureNames.map((name) => {
      const upstream = createInProcessUpstream(name, fixtureRuntime(name, world));
      return [name, seed === null ? upstream : faultyUpstream(upstream, seed)];
    }),
  );
}

type Execute = (operation: PreparedOperation, variables: Record<string, unknown>) => Promise<ExecutionResult>;

/** Apollo's gateway as it comes, with the same upstreams behind it. */
async function apolloGateway(upstreams: ReadonlyMap<string, Upstream>): Promise<Execute> {
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

/** A result as clients would see it; in which order simultaneous fetches fail is chance. */
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

describe('the compiled executor', () => {
  let preparer: OperationPreparer;

  beforeAll(() => {
    preparer = createOperationPreparer({
      federation,
      permissions: compilePermissionMap(federation.document),
      costs: compileCostMap(federation.document),
      isIntrospectionAllowed: true,
    });
  });

  function prepare(query: string): PreparedOperation | null {
    const prepared = preparer.prepare(query, null, limits);
    return 'operation' in prepared ? prepared.operation : null;
  }

  async function compare(
    apollo: Execute,
    ours: PlanRunner,
    operation: PreparedOperation,
    variables: Record<string, unknown>,
  ): Promise<void> {
    // Data of the wrong shape may make either give up altogether; the message of that is masked anyway.
    const failed = (): unknown => 'failed';
    const [theirs, compiled] = await Promise.all([
      apollo(operation, variables).then(comparable, failed),
      ours.run(operation, variables, call).then(comparable, failed),
    ]);

    expect(compiled).toEqual(theirs);
  }

  it.each([
    ['healthy subgraphs', null],
    ['subgraphs that fail in every way', 1],
    ['subgraphs that fail in other ways', 2],
  ])(
    'answers random operations as Apollo does, over %s',
    async (_, seed) => {
      const apollo = await apolloGateway(upstreamsFor(seed));
      const ours = createPlanRunner({ federation, upstreams: upstreamsFor(seed) });
      let compared = 0;

      await fc.assert(
        fc.asyncProperty(fc.gen(), async (draw) => {
          const { query, variables } = randomOperation(federation.apiSchema, draw);
          const operation = prepare(query);
          fc.pre(operation !== null);
          if (operation) {
            compared += 1;
            await compare(apollo, ours, operation, variables);
          }
        }),
        { numRuns: 150, maxSkipsPerRun: 20 },
      );

      expect(compared).toBeGreaterThanOrEqual(150);
    },
    120_000,
  );

  it.each([
    [
      'an overview',
      '{ busiest { name executions figures { rate tenant { name email } } } tenants { nodes { children { executions } } } viewer { tenant { name } } }',
    ],
    ['introspection', '{ __schema { queryType { name } } __type(name: "Tenant") { name } greeting }'],
    ['a null where none may be', '{ tenants { nodes { broken } total } a: tenant(id: "t2") { broken } }'],
    ['an error below a list', '{ busiest { fails } }'],
    ['an alias that is a trap', '{ __proto__: greeting constructor: greeting toString: load }'],
    [
      'a mutation',
      'mutation { renameTenant(id: "t1", name: "Aurora") { tenant { executions } userErrors { code } } }',
    ],
    ['nothing at all', '{ greeting @skip(if: true) }'],
  ])('answers %s as Apollo does', async (_, query) => {
    const apollo = await apolloGateway(upstreamsFor(null));
    const ours = createPlanRunner({ federation, upstreams: upstreamsFor(null) });
    const operation = prepare(query);

    expect(operation).not.toBeNull();
    if (operation) {
      await compare(apollo, ours, operation, {});
    }
  });
});
