import { InvariantError } from '@intendant/kit/errors';
import type { Caller } from '@intendant/kit/identity/caller';
import { sharedScalars } from '@intendant/kit/subgraph/scalars';
import { createAdmissions } from './authentication/admission.ts';
import { createCallerResolver, credentialsFromSecurity } from './authentication/caller-resolver.ts';
import { createOriginCheck } from './authentication/check-origin.ts';
import { resolveAnybody } from './authentication/resolve-anybody.ts';
import { compilePermissionMap, permitsEverything } from './authorisation/permission-map.ts';
import { countInMetrics, createGatewayMetrics } from './gateway-metrics.ts';
import type { Gateway, GatewayOptions } from './gateway-options.ts';
import { createEventsRoute } from './http/events-route.ts';
import { createGraphqlRoute } from './http/graphql-route.ts';
import { createProbes } from './http/probes.ts';
import { createRequestHandler } from './http/request-handler.ts';
import { compileCostMap } from './limits/cost-map.ts';
import { defaultLimits } from './limits/limits.ts';
import { createRateLimiter } from './limits/rate-limiter.ts';
import { createInProcessExecution } from './operation/in-process-execution.ts';
import { createOperationRunner } from './operation/operation-runner.ts';
import { createPlanRunner, type PlanRunner } from './operation/plan-runner.ts';
import { createOperationPreparer, type OperationPreparer } from './operation/prepare-operation.ts';
import { countedUpstream } from './request-counts/counted-upstream.ts';
import { startFiguresFlusher } from './request-counts/flush-figures.ts';
import { GatewayFigures } from './request-counts/gateway-figures.ts';
import type { CountedRequest } from './request-counts/request-counts.ts';
import { compileResource } from './rest/compile-resource.ts';
import { createRestRoute } from './rest/rest-route.ts';
import { createSubscriptionServer } from './subscription/subscription-server.ts';
import { loadFederation, type Federation } from './supergraph/federation.ts';
import type { Upstream } from './upstream/upstream.ts';

/**
 * One gateway: the same for every way to run. Throws `InvariantError` when a subgraph has no upstream, a field of the
 * supergraph has no decision who may read it, or a resource of REST does not fit the API.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { log, pubsub, limits, tokens, persistedDocuments = new Map(), trustProxy = false } = options;
  const isOpen = options.identity === 'none';
  const federation = loadFederation(options.supergraphSdl, isOpen ? {} : sharedScalars);
  const figures = isOpen ? null : new GatewayFigures();
  const metrics = createGatewayMetrics(options.metrics);
  const count = (request: CountedRequest): void => figures?.requests.add(request);
  /** Requests that no HTTP route sees are told to Prometheus as well; the same outcome counts the same in both. */
  const countOn =
    (route: string) =>
    (request: CountedRequest): void => {
      count(request);
      countInMetrics(metrics, route, request.status, request.milliseconds);
    };
  const upstreams = upstreamsByName(federation, options.upstreams, figures);
  const permissions = isOpen ? permitsEverything : compilePermissionMap(federation.document);
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
  const { apiSchema: schema } = federation;
  const resources = options.rest?.map((resource) => compileResource(schema, resource)) ?? null;
  warmUp([...persistedDocuments.values(), ...(resources ?? []).map(({ source }) => source)], preparer, plans);
  const resolver = createCallerResolver(resolveCredentialFor(options, upstreams), pubsub);
  // Whoever signs out or revokes its own key is refused from then on, announced or not yet.
  const afterMutation = (caller: Caller): void => {
    if (caller.kind !== 'anonymous') {
      resolver.forgetCaller(caller.id);
    }
  };
  const runner = createOperationRunner({ federation, preparer, plans, afterMutation, log });

  const rateLimiter = createRateLimiter(tokens, log);
  const isOwnOrigin = createOriginCheck({ allowedOrigins: options.allowedOrigins ?? [], trustProxy });
  const rejections = figures?.rejections ?? { add() {} };
  const admissions = createAdmissions(resolver, rateLimiter, isOwnOrigin, rejections);

  const rest = resources && createRestRoute({ resources, runner, admissions, limits, log });

  // Not the counted one: sending figures would make figures.
  const flusher = figures && startFiguresFlusher(figures, ownUpstream(options.upstreams, 'health'), log);
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
    isSharing: !isOpen,
    count: countOn('websocket'),
  });

  let isDraining = false;
  const handleRequest = createRequestHandler({
    graphql,
    events:
      figures &&
      createEventsRoute({
        health: ownUpstream([...upstreams.values()], 'health'),
        admissions,
        rateLimiter,
        limits,
        rejections: figures.rejections,
        log,
      }),
    probes: createProbes({
      upstreams: [...upstreams.values()],
      metrics: options.metrics,
      isReady: options.isReady ?? (() => Promise.resolve(true)),
      isDraining: () => isDraining,
    }),
    adminUi: options.adminUi ?? null,
    rest,
    count,
    metrics,
    trustProxy,
    log,
  });

  let closing: Promise<void> | null = null;
  const drain = async (): Promise<void> => {
    isDraining = true;
    await subscriptions.drain();
  };
  return {
    handleRequest,
    handleUpgrade: (request, socket, head) => subscriptions.handleUpgrade(request, socket, head),
    executeOperation: createInProcessExecution({
      runner,
      admissions,
      limits,
      log,
      count: countOn('in-process'),
    }),
    drain,
    close() {
      closing ??= (async () => {
        await drain();
        await flusher?.stop();
        await graphql.stop();
        resolver.close();
        rateLimiter.close();
      })();
      return closing;
    },
  };
}

/** A cold plan takes tens of milliseconds; those of documents known beforehand are made before they are needed. */
function warmUp(documents: readonly string[], preparer: OperationPreparer, plans: PlanRunner): void {
  for (const document of new Set(documents)) {
    setImmediate(() => {
      const prepared = preparer.prepare(document, null, defaultLimits);
      if ('operation' in prepared) {
        plans.warm(prepared.operation);
      }
    });
  }
}

function resolveCredentialFor(options: GatewayOptions, upstreams: ReadonlyMap<string, Upstream>) {
  if (options.identity === 'none') {
    return resolveAnybody;
  }
  return (
    options.resolveCredential ?? credentialsFromSecurity(ownUpstream([...upstreams.values()], 'security'))
  );
}

function upstreamsByName(
  federation: Federation,
  upstreams: readonly Upstream[],
  figures: GatewayFigures | null,
): ReadonlyMap<string, Upstream> {
  const byName = new Map(
    upstreams.map((upstream) => [
      upstream.name,
      figures ? countedUpstream(upstream, figures.services) : upstream,
    ]),
  );
  const missing = federation.subgraphs.filter(({ name }) => !byName.has(name)).map(({ name }) => name);
  if (missing.length > 0) {
    throw new InvariantError(`The supergraph has no upstream for ${missing.join(', ')}.`);
  }
  return byName;
}

function ownUpstream(upstreams: readonly Upstream[], name: string): Upstream {
  const upstream = upstreams.find((each) => each.name === name);
  if (!upstream) {
    throw new InvariantError(`The gateway needs the subgraph ${name}.`);
  }
  return upstream;
}
