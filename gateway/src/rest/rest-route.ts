import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '@intendant/kit/identity/caller';
import type { Log } from '@intendant/kit/log';
import { NotAdmittedError, type Admissions } from '../authentication/admission.ts';
import { credentialFromHeaders } from '../authentication/credential.ts';
import { accepts, json } from '../http/accepts.ts';
import { hasEntityTag } from '../http/entity-tag.ts';
import type { ScopedHandler } from '../http/request-handler.ts';
import type { RequestScope } from '../http/request-scope.ts';
import { send, sendMethodNotAllowed, sendProblem } from '../http/respond.ts';
import type { Limits, LimitsSource } from '../limits/limits.ts';
import type { OperationRunner } from '../operation/operation-runner.ts';
import { presentErrors } from '../operation/present-errors.ts';
import { answerResource } from './answer-resource.ts';
import type { CompiledResource } from './compile-resource.ts';
import { nextPage, openapiPath } from './links.ts';
import { openapiOf } from './openapi.ts';
import { problemOf, problemOfError, problemOfParameters, type Problem } from './problem.ts';
import { readParameters } from './read-parameters.ts';

export interface RestRouteOptions {
  resources: readonly CompiledResource[];
  runner: OperationRunner;
  admissions: Admissions;
  limits: LimitsSource;
  log: Log;
}

/** Nobody but the caller may keep an answer, and a page of another site may not embed it. */
const privately = { 'cache-control': 'private, no-store', 'cross-origin-resource-policy': 'same-origin' };

/** The request ends with this problem. */
class ProblemError extends Error {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
    this.headers = headers;
  }
}

/** Everything below `/api/`: resources that are operations of the API, and the OpenAPI document that describes them. */
export function createRestRoute(options: RestRouteOptions): ScopedHandler {
  const { resources, runner, admissions, limits, log } = options;
  const openapi = JSON.stringify(openapiOf(resources), null, 2);
  const openapiTag = `"${createHash('sha256').update(openapi).digest('base64url')}"`;

  function describe(request: IncomingMessage, response: ServerResponse): void {
    const headers = { 'cache-control': 'public, max-age=300', etag: openapiTag };
    if (hasEntityTag(request.headers['if-none-match'], openapiTag)) {
      send(response, 304, '', headers);
      return;
    }
    send(response, 200, openapi, { 'content-type': json, ...headers });
  }

  /** Who asks, counted against their limit. Only the platform's own people and keys get any further. */
  async function admit(
    request: IncomingMessage,
    response: ServerResponse,
    scope: RequestScope,
    current: Limits,
  ): Promise<Caller> {
    const { headers } = request;
    const visitor = {
      credential: credentialFromHeaders(headers),
      headers,
      address: scope.address,
      isSafe: false,
    };
    const { caller, headers: quota } = await admissions.admit(visitor, current);
    Object.entries(quota).forEach(([name, value]) => response.setHeader(name, value));
    scope.caller = caller.kind === 'anonymous' ? null : caller;
    if (caller.kind === 'anonymous') {
      const problem = problemOf('UNAUTHENTICATED', 'Send an API key or a session token of the platform.');
      throw new ProblemError(problem, { 'www-authenticate': 'Bearer' });
    }
    if (caller.tenantId !== null) {
      throw new ProblemError(problemOf('FORBIDDEN', 'This is for callers of the platform, not of a tenant.'));
    }
    return caller;
  }

  async function answer(
    resource: CompiledResource,
    path: Readonly<Record<string, string>>,
    request: IncomingMessage,
    response: ServerResponse,
    scope: RequestScope,
  ): Promise<void> {
    const current = await limits.current();
    const caller = await admit(request, response, scope, current);
    const read = readParameters(resource.parameters, scope.url.searchParams, path);
    if ('errors' in read) {
      throw new ProblemError(problemOfParameters(read.errors));
    }
    const { requestId, signal } = scope;
    const asked = { caller, variables: read.variables, requestId, signal };
    const { presented, outcome } = await answerResource(runner, resource, asked, current);
    // What failed beside what could be given is told in the body of a 200; the figures call it what it is.
    scope.countedStatus = outcome && outcome.countedStatus >= 500 ? outcome.countedStatus : null;
    if ('problem' in presented) {
      throw new ProblemError(presented.problem);
    }
    const link = [`<${openapiPath}>; rel="service-desc"`, nextPage(scope.url, presented.body)];
    send(response, 200, JSON.stringify(presented.body), {
      'content-type': json,
      link: link.filter(Boolean).join(', '),
      ...privately,
    });
  }

  return async (request, response, scope) => {
    const { pathname } = scope.url;
    const found = resources.flatMap((resource) => {
      const path = resource.match(pathname);
      return path ? [{ resource, path }] : [];
    })[0];
    scope.operation = found ? `GET ${found.resource.resource.path}` : 'REST';
    try {
      if (!found && pathname !== openapiPath) {
        throw new ProblemError(
          problemOf('NOT_FOUND', `There is nothing at ${pathname}; see ${openapiPath}.`),
        );
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        sendMethodNotAllowed(response, ['GET', 'HEAD'], scope.requestId);
        return;
      }
      if (!accepts(request.headers.accept, [json])) {
        throw new ProblemError(problemOf('NOT_ACCEPTABLE', 'Accept application/json.'));
      }
      await (found
        ? answer(found.resource, found.path, request, response, scope)
        : describe(request, response));
    } catch (error) {
      if (scope.signal.aborted) {
        return;
      }
      const { problem, headers } = asProblem(error, scope, log);
      const { requestId } = scope;
      sendProblem(response, problem.status, { ...problem, requestId }, { ...privately, ...headers });
    }
  };
}

function asProblem(
  error: unknown,
  { requestId, operation }: RequestScope,
  log: Log,
): { problem: Problem; headers: Readonly<Record<string, string>> } {
  if (error instanceof ProblemError) {
    const { problem, headers } = error;
    return { problem, headers: problem.status === 503 ? { 'retry-after': '1', ...headers } : headers };
  }
  if (error instanceof NotAdmittedError) {
    return { problem: problemOf(error.code, error.message), headers: error.headers };
  }
  const [shown] = presentErrors([error], { requestId, log, operationName: operation });
  const problem = shown ? problemOfError(shown) : problemOf('INTERNAL_SERVER_ERROR', 'There is no answer.');
  return { problem, headers: problem.status === 503 ? { 'retry-after': '1' } : {} };
}
