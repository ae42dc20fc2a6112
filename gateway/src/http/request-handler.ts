import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '@intendant/kit/log';
import { countInMetrics, type GatewayMetrics } from '../gateway-metrics.ts';
import type { RequestHandler } from '../gateway-options.ts';
import type { CountedRequest } from '../request-counts/request-counts.ts';
import { clientAddress } from './client-address.ts';
import type { GraphqlRoute } from './graphql-route.ts';
import type { createProbes } from './probes.ts';
import { openScope, type RequestScope } from './request-scope.ts';
import { sendMethodNotAllowed, sendProblem } from './respond.ts';

export interface RequestHandlerOptions {
  graphql: GraphqlRoute;
  /** Null where there is nobody to take events. */
  events: ScopedHandler | null;
  probes: ReturnType<typeof createProbes>;
  adminUi: RequestHandler | null;
  /** Takes everything under /api/. */
  rest: ScopedHandler | null;
  count: (request: CountedRequest) => void;
  metrics: GatewayMetrics;
  trustProxy: boolean;
  log: Log;
}

export type ScopedHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  scope: RequestScope,
) => Promise<void>;

/** Which of the gateway's routes a path belongs to. */
type Route = 'graphql' | 'events' | 'v1' | 'healthz' | 'readyz' | 'metrics' | 'rest' | 'pages';

const routes: Readonly<Record<string, Route>> = {
  '/graphql': 'graphql',
  '/v1/events': 'events',
  '/healthz': 'healthz',
  '/readyz': 'readyz',
  '/metrics': 'metrics',
};

/** These make up the API whose figures the platform's health shows; pages and probes do not. */
const counted: ReadonlySet<Route> = new Set(['graphql', 'events', 'v1', 'rest']);

/** Sends each request to its route, names it, measures it, and answers for whatever goes wrong. */
export function createRequestHandler(
  options: RequestHandlerOptions,
): RequestHandler & { (request: IncomingMessage, response: ServerResponse): Promise<void> } {
  const { graphql, events, probes, adminUi, rest, log } = options;

  async function dispatch(
    route: Route,
    request: IncomingMessage,
    response: ServerResponse,
    scope: RequestScope,
  ): Promise<void> {
    switch (route) {
      case 'graphql':
        return graphql.handle(request, response, scope);
      case 'events':
        scope.operation = 'POST /v1/events';
        return events ? events(request, response, scope) : notFound(response, scope);
      case 'v1':
        // For programs, as its neighbour is: they are never sent a page.
        return notFound(response, scope);
      case 'rest':
        scope.operation = 'REST';
        return rest ? rest(request, response, scope) : notFound(response, scope);
      case 'pages':
        return adminUi ? adminUi(request, response) : notFound(response, scope);
      default:
        if (request.method !== 'GET' && request.method !== 'HEAD') {
          return sendMethodNotAllowed(response, ['GET', 'HEAD'], scope.requestId);
        }
        return route === 'healthz'
          ? probes.alive(response)
          : route === 'readyz'
            ? probes.ready(response)
            : probes.metrics(response);
    }
  }

  return async (request, response) => {
    const scope = openScope(request, response, clientAddress(request, options));
    const route = routeOf(scope.url.pathname);
    response.once('close', () => record(options, route, request, response, scope));
    try {
      await dispatch(route, request, response, scope);
    } catch (error) {
      if (scope.signal.aborted) {
        return;
      }
      const { requestId } = scope;
      log.error({ err: error, requestId, route }, 'a request failed');
      const title = 'Internal server error';
      sendProblem(response, 500, { code: 'INTERNAL_SERVER_ERROR', title, requestId });
    }
  };
}

function routeOf(path: string): Route {
  return routes[path] ?? (path.startsWith('/api/') ? 'rest' : path.startsWith('/v1/') ? 'v1' : 'pages');
}

function notFound(response: ServerResponse, { requestId, url }: RequestScope): void {
  const detail = `There is nothing at ${url.pathname}.`;
  sendProblem(response, 404, { code: 'NOT_FOUND', title: 'Not found', detail, requestId });
}

/** Counts the request once its answer is out, and logs it. */
function record(
  { count, metrics, log }: RequestHandlerOptions,
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  scope: RequestScope,
): void {
  const milliseconds = performance.now() - scope.startedAt;
  // 499, as proxies call it: the client went away first, and the fault is nobody's.
  const status = scope.signal.aborted ? 499 : (scope.countedStatus ?? response.statusCode);
  countInMetrics(metrics, route, status, milliseconds);
  if (!counted.has(route)) {
    return;
  }
  const { operation, caller, requestId } = scope;
  count({ at: new Date(), operation, tenantId: caller?.tenantId ?? null, status, milliseconds });
  log.info(
    {
      requestId,
      method: request.method,
      path: scope.url.pathname,
      operation,
      status,
      ms: Math.round(milliseconds * 10) / 10,
      callerId: caller?.id,
      tenantId: caller?.tenantId,
    },
    'request',
  );
}
