import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { Histogram, type Registry } from 'prom-client';
import type { Context } from '../context.ts';
import { UnauthenticatedError } from '../errors.ts';
import { identityHeader, type IdentityVerifier } from '../identity/identity-token.ts';
import { createGraphqlEndpoint } from './graphql-endpoint.ts';
import { maskError } from './mask-error.ts';
import type { SubgraphRuntime } from './runtime.ts';
import { BodyTooLargeError, maximumBodyBytes, readBody } from './read-body.ts';

export interface HttpHandlerOptions {
  runtime: SubgraphRuntime;
  verifier: IdentityVerifier;
  metrics: Registry;
  isReady: () => Promise<boolean>;
}

export interface HttpHandler {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/** How long the gateway will still wait, in milliseconds; SQL running past it is cancelled. */
export const deadlineHeader = 'x-intendant-deadline-ms';

/** Answers HTTP for one subgraph: GraphQL through Apollo Server, the module's routes, and the probes. */
export async function createHttpHandler(options: HttpHandlerOptions): Promise<HttpHandler> {
  const { runtime, verifier, metrics, isReady } = options;
  const endpoint = await createGraphqlEndpoint(runtime);
  const seconds = new Histogram({
    name: 'intendant_subgraph_request_duration_seconds',
    help: 'Time to answer a request, by path and status.',
    labelNames: ['path', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [metrics],
  });
  const known = new Set([
    '/graphql',
    '/healthz',
    '/readyz',
    '/metrics',
    ...runtime.routes.map(({ path }) => path),
  ]);

  // Whatever else is asked for shares one label: a scanner must not create a series per guess.
  function knownPath(request: IncomingMessage): string {
    const path = request.url?.split('?')[0] ?? '';
    return known.has(path) ? path : 'other';
  }

  async function contextOf(request: IncomingMessage): Promise<Context> {
    const token = request.headers[identityHeader];
    const { caller, requestId } = await verifier.verify(typeof token === 'string' ? token : undefined);
    const milliseconds = Number(request.headers[deadlineHeader]);
    const deadline = milliseconds > 0 ? new Date(Date.now() + milliseconds) : null;
    return runtime.contextFor({ caller, requestId, deadline });
  }

  async function route(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const found = runtime.routes.find(
      ({ method, path }) => method === request.method && path === url.pathname,
    );
    if (!found) {
      send(response, 404, { error: 'not found' });
      return;
    }
    const context = await contextOf(request);
    const result = await found.handle(context, {
      method: found.method,
      path: found.path,
      query: url.searchParams,
      headers: request.headers,
      body: await readBody(request, maximumBodyBytes),
    });
    response.writeHead(result.status, result.headers).end(result.body);
  }

  async function dispatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://subgraph');
    switch (url.pathname) {
      case '/healthz':
        send(response, 200, { status: 'alive' });
        return;
      case '/readyz': {
        const ready = await isReady();
        send(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
        return;
      }
      case '/metrics':
        response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.metrics());
        return;
      case '/graphql':
        await endpoint.answer(request, response, url, await contextOf(request));
        return;
      default:
        await route(request, response, url);
    }
  }

  return {
    async handle(request, response) {
      const stopTimer = seconds.startTimer();
      response.once('close', () => stopTimer({ path: knownPath(request), status: response.statusCode }));
      try {
        await dispatch(request, response);
      } catch (error) {
        sendError(response, error, runtime);
      }
    },
    close: () => endpoint.close(),
  };
}

function sendError(response: ServerResponse, error: unknown, runtime: SubgraphRuntime): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof BodyTooLargeError) {
    send(response, 413, { error: error.message });
    return;
  }
  const requestId = randomUUID();
  const original = error instanceof Error ? error : new Error(String(error));
  const status = error instanceof UnauthenticatedError ? 401 : error instanceof SyntaxError ? 400 : 500;
  const wrapped = new GraphQLError(original.message, { originalError: original });
  const masked =
    status === 400
      ? new GraphQLError('The body is not JSON.')
      : maskError(wrapped, { requestId, log: runtime.log });
  send(response, status, { errors: [masked.toJSON()] });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
