import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap } from '@apollo/server';
import { BodyTooLargeError, readBody } from '@intendant/kit/subgraph/read-body';
import type { Log } from '@intendant/kit/log';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { NotAdmittedError, type Admissions } from '../authentication/admission.ts';
import { credentialFromHeaders } from '../authentication/credential.ts';
import type { Limits, LimitsSource } from '../limits/limits.ts';
import {
  outcomeOf,
  refusalOutcome,
  type OperationOutcome,
  type OperationRunner,
} from '../operation/operation-runner.ts';
import { presentErrors } from '../operation/present-errors.ts';
import { accepts, graphqlJson, json } from './accepts.ts';
import { isForgeable } from './forgery-check.ts';
import { createApolloHttp, refuse, type HttpOperation, type HttpOperationContext } from './apollo-http.ts';
import { documentIdOf, type PersistedDocuments } from './persisted-documents.ts';
import type { RequestScope } from './request-scope.ts';
import { send, sendJson, sendMethodNotAllowed, sendProblem } from './respond.ts';

export interface GraphqlRouteOptions {
  schema: GraphQLSchema;
  runner: OperationRunner;
  admissions: Admissions;
  limits: LimitsSource;
  persistedDocuments: PersistedDocuments;
  log: Log;
}

export interface GraphqlRoute {
  handle(request: IncomingMessage, response: ServerResponse, scope: RequestScope): Promise<void>;
  stop(): Promise<void>;
}

/** GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/): GET for queries, POST for all but subscriptions. */
export async function createGraphqlRoute(options: GraphqlRouteOptions): Promise<GraphqlRoute> {
  const { runner, admissions, log, persistedDocuments } = options;
  const apollo = await createApolloHttp({ ...options, execute });

  async function execute(
    { source, operationName, variables, isRead }: HttpOperation,
    { caller, requestId, signal }: HttpOperationContext,
  ): Promise<OperationOutcome> {
    const request = { source, operationName, variables, caller, requestId, signal };
    const limits = await options.limits.current();
    const admitted = runner.admit(request, limits);
    if ('errors' in admitted) {
      return refusalOutcome(admitted, null);
    }
    const kind = admitted.operation.operation.operation;
    if (isRead && kind !== 'query') {
      const error = new GraphQLError(`A ${kind} cannot be sent by GET.`, {
        extensions: { code: 'BAD_REQUEST' },
      });
      return outcomeOf(405, { errors: [error] }, null);
    }
    return runner.run(admitted, request, limits);
  }

  async function contextFor(
    request: IncomingMessage,
    response: ServerResponse,
    scope: RequestScope,
    limits: Limits,
    report: HttpOperationContext['report'],
  ): Promise<HttpOperationContext> {
    const { headers } = request;
    try {
      const visitor = {
        credential: credentialFromHeaders(headers),
        headers,
        address: scope.address,
        isSafe: request.method === 'GET',
      };
      const admission = await admissions.admit(visitor, limits);
      setHeaders(response, admission.headers);
      scope.caller = admission.caller.kind === 'anonymous' ? null : admission.caller;
      return { caller: admission.caller, requestId: scope.requestId, signal: scope.signal, report };
    } catch (error) {
      if (error instanceof NotAdmittedError) {
        setHeaders(response, error.headers);
        throw refuse(error.toGraphQLError(), error.status);
      }
      const { requestId } = scope;
      const [shown] = presentErrors([error], { requestId, log, operationName: null });
      throw shown ? refuse(shown, 503) : error;
    }
  }

  return {
    async handle(request, response, scope) {
      if (request.method !== 'GET' && request.method !== 'POST') {
        sendMethodNotAllowed(response, ['GET', 'POST'], scope.requestId);
        return;
      }
      if (!accepts(request.headers.accept, [json, graphqlJson])) {
        // Before anything is run: a mutation whose answer cannot be delivered must not happen.
        const detail = 'Accept application/graphql-response+json or application/json.';
        const { requestId } = scope;
        sendProblem(response, 406, { code: 'NOT_ACCEPTABLE', title: 'Not acceptable', detail, requestId });
        return;
      }
      if (request.method === 'GET' && isForgeable(request.headers)) {
        const message =
          'A page of another site could have caused this request. Send the header apollo-require-preflight.';
        sendJson(response, 400, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
        return;
      }
      const limits = await options.limits.current();
      const body =
        request.method === 'POST' ? await readJson(request, limits, persistedDocuments) : { value: null };
      if ('refusal' in body) {
        const { status, message, code, extensions } = body.refusal;
        const closing: Record<string, string> = status === 413 ? { connection: 'close' } : {};
        sendJson(response, status, { errors: [{ message, extensions: { code, ...extensions } }] }, closing);
        return;
      }
      const outcomes: OperationOutcome[] = [];
      const result = await apollo.respond(
        {
          method: request.method,
          headers: headerMap(request),
          search: searchOf(scope.url, persistedDocuments),
          body: body.value,
        },
        () => contextFor(request, response, scope, limits, (outcome) => outcomes.push(outcome)),
      );
      const [outcome = null] = outcomes;
      scope.operation = outcome?.operationName ?? (outcome?.result.data ? 'unnamed' : 'refused');
      scope.countedStatus = outcome?.countedStatus ?? result.status ?? 200;
      const status = httpStatus(result.status ?? 200, outcome, result.headers.get('content-type') ?? '');
      if (status === 405) {
        response.setHeader('allow', 'POST');
      }
      const text = result.body.kind === 'complete' ? result.body.string : '';
      send(response, status, text, Object.fromEntries(result.headers));
    },
    stop: () => apollo.stop(),
  };
}

/**
 * The status as the specification wants it: 200 whenever there is data (even null), and in `application/json` also
 * for every refusal of a well-formed request, because clients of that media type take anything else for a proxy's.
 */
function httpStatus(status: number, outcome: OperationOutcome | null, mediaType: string): number {
  // Apollo may still have refused to answer, because the client accepts neither media type.
  if (!outcome || status !== outcome.status) {
    return status;
  }
  if (outcome.result.data !== undefined) {
    return 200;
  }
  const isRefusal = status === 400 || status === 401 || status === 403;
  return isRefusal && mediaType.startsWith('application/json') ? 200 : status;
}

type Body =
  | { value: unknown }
  | { refusal: { status: number; code: string; message: string; extensions?: Record<string, unknown> } };

async function readJson(
  request: IncomingMessage,
  limits: Limits,
  persisted: PersistedDocuments,
): Promise<Body> {
  const [mediaType = ''] = (request.headers['content-type'] ?? '').split(';');
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (mediaType.trim().toLowerCase() !== 'application/json' || encoding !== 'identity') {
    const message = 'Send the operation as application/json, without content encoding.';
    return { refusal: { status: 415, code: 'BAD_REQUEST', message } };
  }
  const tooLarge: Body = {
    refusal: {
      status: 413,
      code: 'BODY_TOO_LARGE',
      message: `The body may have at most ${limits.bodyBytes} bytes.`,
      extensions: { allowed: limits.bodyBytes },
    },
  };
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) {
    return tooLarge;
  }
  try {
    const value: unknown = JSON.parse((await readBody(request, limits.bodyBytes)).toString('utf8'));
    return withDocument(value, persisted);
  } catch (error) {
    return error instanceof BodyTooLargeError
      ? tooLarge
      : { refusal: { status: 400, code: 'BAD_REQUEST', message: 'The body is not JSON.' } };
  }
}

/** Puts the document in place of its `documentId`. */
function withDocument(value: unknown, persisted: PersistedDocuments): Body {
  if (typeof value !== 'object' || value === null || !('documentId' in value) || 'query' in value) {
    return { value };
  }
  const query = persisted.get(documentIdOf(String(value.documentId)));
  return query === undefined ? { refusal: unknownDocument } : { value: { ...value, query } };
}

const unknownDocument = {
  status: 400,
  code: 'PERSISTED_QUERY_NOT_FOUND',
  message: 'There is no such document.',
};

function searchOf(url: URL, persisted: PersistedDocuments): string {
  const id = url.searchParams.get('documentId');
  const query = id === null ? undefined : persisted.get(documentIdOf(id));
  if (query !== undefined && !url.searchParams.has('query')) {
    url.searchParams.set('query', query);
  }
  return url.search;
}

function headerMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) {
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
  }
  return headers;
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, value);
  }
}
