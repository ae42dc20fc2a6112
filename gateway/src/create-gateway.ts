import { randomUUID } from 'node:crypto';
import { InvariantError } from '@intendant/kit/errors';
import { createAdmissions, NotAdmittedError } from './authentication/admission.ts';
import { createCallerResolver, credentialsFromSecurity } from './authentication/caller-resolver.ts';
import { createOriginCheck } from './authentication/check-origin.ts';
import { compilePermissionMap } from './authorisation/permission-map.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import type { ExecuteOperation, ExecutedOperation, Gateway, GatewayOptions } from './gateway-options.ts';
import { createEventsRoute } from './http/events-route.ts';
import { createGraphqlRoute } from './http/graphql-route.ts';
import type { PersistedDocuments } from './http/persisted-documents.ts';
import { createProbes } from './http/probes.ts';
import { createRequestHandler } from './http/request-handler.ts';
import { compileCostMap } from './limits/cost-map.ts';
import { defaultLimits } from './limits/limits.ts';
import { createRateLimiter } from './limits/rate-limiter.ts';
import { createOperationRunner, refusalOutcome } from './operation/operation-runner.ts';
import { createPlanRunner, type PlanRunner } from './operation/plan-runner.ts';
import { createOperationPreparer, type OperationPreparer } from './operation/prepare-operation.ts';
import { presentErrors } from './operation/present-errors.ts';
import { startRequestCountFlusher } from './request-counts/flush-request-counts.ts';
import { RequestCounts } from './request-counts/request-counts.ts';
import { createSubscriptionServer } from './subscription/subscription-server.ts';
import { loadFederation, type Federation } from './supergraph/federation.ts';
import type { Upstream } from './upstream/upstream.ts';

/**
 * One gateway: the same for every way to run. Throws `InvariantError` when a subgraph has no upstream or a field of
 * the supergraph has no decision who may read it.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { log, pubsub, limits, tokens, persistedDocuments = new Map(), trustProxy = false } = options;
  const federation = loadFederation(options.supergraphSdl);
  const upstreams = upstreamsByName(federation, options.upstreams);
  const permissions = compilePermissionMap(federation.document);
  if (permissions.undecided.length > 0) {
    throw new InvariantError(`Decide who may read ${permissions.undecided.join(', ')}.`);
  }

  const preparer = createOperationPreparer({
    federation,
    permissions,
    costs: compileCostMap(federation.document),
    isIntrospectionAllowed: options.isIntrospectionAllowed ?? false,
  });
  const plans = createPlanRunner({ federation, upstreams, isStock: options.executor === 'stock' });
  warmUp(persistedDocuments, preparer, plans);
  const runner = createOperationRunner({ federation, preparer, plans, log });

  const resolveCredential =
    options.resolveCredential ?? credentialsFromSecurity(named(upstreams, 'security'));
  const resolver = createCallerResolver(resolveCredential, pubsub);
  const rateLimiter = createRateLimiter(tokens, log);
  const isOwnOrigin = createOriginCheck({ allowedOrigins: options.allowedOrigins ?? [], trustProxy });
  const admissions = createAdmissions(resolver, rateLimiter, isOwnOrigin);

  const metrics = createGatewayMetrics(options.metrics);
  const counts = new RequestCounts();
  const health = named(upstreams, 'health');
  const flusher = startRequestCountFlusher(counts, health, log);
  const { apiSchema: schema } = federation;
  const graphql = await createGraphqlRoute({ schema, runner, admissions, limits, persistedDocuments, log });
  const subscriptions = createSubscriptionServer({
    runner,
    plans,
    upstreams,
    admissions,
    resolver,
    limits,
    metrics,
    log,
    trustProxy,
    count: (request) => counts.add(request),
  });

  let isDraining = false;
  const handleRequest = createRequestHandler({
    graphql,
    events: createEventsRoute({ health, admissions, rateLimiter, limits, log }),
    probes: createProbes({
      upstreams: [...upstreams.values()],
      metrics: options.metrics,
      isReady: options.isReady ?? (() => Promise.resolve(true)),
      isDraining: () => isDraining,
    }),
    adminUi: options.adminUi ?? null,
    rest: options.rest ?? null,
    counts,
    metrics,
    trustProxy,
    log,
  });

  async function executeOperation(operation: ExecuteOperation): Promise<ExecutedOperation> {
    const { query, credential, address, signal = null, requestId = randomUUID() } = operation;
    const startedAt = performance.now();
    const current = await limits.current();
    try {
      const visitor = { credential, headers: {}, address, isSafe: true };
      const { caller } = await admissions.admit(visitor, current);
      const request = {
        source: query,
        operationName: operation.operationName ?? null,
        variables: operation.variables ?? {},
        caller,
        requestId,
        signal,
      };
      const outcome = await runner.execute(request, current);
      counts.add({
        at: new Date(),
        operation: outcome.operationName ?? 'unknown',
        tenantId: caller.kind === 'anonymous' ? null : caller.tenantId,
        status: outcome.status,
        milliseconds: performance.now() - startedAt,
      });
      return { ...outcome, requestId };
    } catch (error) {
      if (error instanceof NotAdmittedError) {
        return { ...refusalOutcome({ errors: [error.toGraphQLError()] }, null), requestId };
      }
      const errors = presentErrors([error], { requestId, log, operationName: null });
      return { ...refusalOutcome({ errors }, null), requestId };
    }
  }

  let closing: Promise<void> | null = null;
  const drain = async (): Promise<void> => {
    isDraining = true;
    await subscriptions.drain();
  };
  return {
    handleRequest,
    handleUpgrade: (request, socket, head) => subscriptions.handleUpgrade(request, socket, head),
    executeOperation,
    drain,
    close() {
      closing ??= (async () => {
        await drain();
        await flusher.stop();
        await graphql.stop();
        resolver.close();
        rateLimiter.close();
      })();
      return closing;
    },
  };
}

/** A cold plan takes tens of milliseconds; those of documents known beforehand are made before they are needed. */
function warmUp(documents: PersistedDocuments, preparer: OperationPreparer, plans: PlanRunner): void {
  for (const document of new Set(documents.values())) {
    setImmediate(() => {
      const prepared = preparer.prepare(document, null, defaultLimits);
      if ('operation' in prepared) {
        plans.warm(prepared.operation);
      }
    });
  }
}

function upstreamsByName(
  federation: Federation,
  upstreams: readonly Upstream[],
): ReadonlyMap<string, Upstream> {
  const byName = new Map(upstreams.map((upstream) => [upstream.name, upstream]));
  const missing = federation.subgraphNames.filter((name) => !byName.has(name));
  if (missing.length > 0) {
    throw new InvariantError(`The supergraph has no upstream for ${missing.join(', ')}.`);
  }
  return byName;
}

function named(upstreams: ReadonlyMap<string, Upstream>, name: string): Upstream {
  const upstream = upstreams.get(name);
  if (!upstream) {
    throw new InvariantError(`The gateway needs the subgraph ${name}.`);
  }
  return upstream;
}
