import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasPermission, type IdentifiedCaller } from '@intendant/kit/identity/caller';
import type { Log } from '@intendant/kit/log';
import { BodyTooLargeError, readBody } from '@intendant/kit/subgraph/read-body';
import { NotAdmittedError, rateKey, type Admissions } from '../authentication/admission.ts';
import { credentialFromHeaders } from '../authentication/credential.ts';
import type { Limits, LimitsSource } from '../limits/limits.ts';
import { rateLimitHeaders, type RateLimiter } from '../limits/rate-limiter.ts';
import type { RejectionCounts } from '../request-counts/rejection-counts.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { RequestScope } from './request-scope.ts';
import { send, sendMethodNotAllowed, sendProblem } from './respond.ts';

export interface EventsRouteOptions {
  health: Upstream;
  admissions: Admissions;
  rateLimiter: RateLimiter;
  limits: LimitsSource;
  rejections: Pick<RejectionCounts, 'add' | 'correct'>;
  log: Log;
}

/** The ingestion's own limit, compressed or not; it does not follow that of GraphQL. */
const maximumBodyBytes = 1024 * 1024;
const timeoutMs = 30_000;
/** Every CloudEvent has this attribute once, so the events of a batch can be counted without parsing it. */
const eachEvent = '"specversion"';
/** How many bytes an event takes at least, for a batch that is compressed. */
const bytesPerEvent = 250;

/** `POST /v1/events`: authenticates, counts events against the key's limit, and hands the body to health as it is. */
export function createEventsRoute(options: EventsRouteOptions) {
  const { health, admissions, rateLimiter, limits, rejections, log } = options;

  async function authenticate(
    request: IncomingMessage,
    scope: RequestScope,
    current: Limits,
  ): Promise<IdentifiedCaller> {
    const { headers } = request;
    const credential = credentialFromHeaders(headers);
    const visitor = { credential, headers, address: scope.address, isSafe: false };
    const caller = await admissions.identify(visitor, current);
    if (caller.kind === 'anonymous') {
      throw new NotAdmittedError('UNAUTHENTICATED', 'Send an API key with the permission events:write.', {
        'www-authenticate': 'Bearer',
      });
    }
    if (!hasPermission(caller, 'events:write')) {
      throw new NotAdmittedError('FORBIDDEN', 'This needs the permission events:write.');
    }
    return caller;
  }

  async function ingest(
    request: IncomingMessage,
    response: ServerResponse,
    scope: RequestScope,
  ): Promise<void> {
    const current = await limits.current();
    const caller = await authenticate(request, scope, current);
    scope.caller = caller;
    if (Number(request.headers['content-length'] ?? 0) > maximumBodyBytes) {
      throw new BodyTooLargeError(maximumBodyBytes);
    }
    const body = await readBody(request, maximumBodyBytes);
    const perSecond = caller.eventsPerSecond ?? current.eventsPerSecond;
    const size = { perSecond, burst: perSecond * 2 };
    const key = `events:${rateKey(caller)}`;
    // Settled once the answer says how many there were.
    const guess = isBatch(request) ? eventsIn(body, request.headers['content-encoding']) : 1;
    // A batch may exceed what is left, or a small limit could never take it; what it exceeds by is paid off first.
    const decision = await rateLimiter.overdraw(key, size, guess);
    rejections.add('EVENTS', caller, guess, decision);
    if (!decision.isAllowed) {
      const message = `More than ${perSecond} events a second; try again in ${Math.max(1, decision.resetSeconds)} s.`;
      throw new NotAdmittedError('RATE_LIMITED', message, rateLimitHeaders('events', decision));
    }
    let stored = 1;
    try {
      const answer = await health.forward(
        {
          method: 'POST',
          path: '/v1/events',
          query: scope.url.searchParams,
          headers: contentHeaders(request),
          body,
        },
        {
          caller,
          requestId: scope.requestId,
          deadline: new Date(Date.now() + timeoutMs),
          // Not the client's: whether the events are stored must not depend on who waits for the answer.
          signal: null,
        },
      );
      stored = countOf(answer.body);
      send(response, answer.status, answer.body, {
        ...rateLimitHeaders('events', decision),
        ...answer.headers,
      });
    } finally {
      rejections.correct('EVENTS', caller, stored - guess);
      await rateLimiter.settle(key, size, stored - guess);
    }
  }

  return async (request: IncomingMessage, response: ServerResponse, scope: RequestScope): Promise<void> => {
    const { requestId } = scope;
    if (request.method !== 'POST') {
      sendMethodNotAllowed(response, ['POST'], requestId);
      return;
    }
    try {
      await ingest(request, response, scope);
    } catch (error) {
      if (error instanceof NotAdmittedError) {
        const { code, status, message: detail, headers } = error;
        sendProblem(response, status, { code, title: titles[status], detail, requestId }, headers);
      } else if (error instanceof BodyTooLargeError) {
        const detail = `A batch may have at most ${maximumBodyBytes} bytes.`;
        const problem = {
          code: 'BODY_TOO_LARGE',
          title: 'Body too large',
          detail,
          allowed: maximumBodyBytes,
        };
        sendProblem(response, 413, { ...problem, requestId }, { connection: 'close' });
      } else if (!scope.signal.aborted) {
        log.error({ err: error, requestId }, 'events could not be handed over');
        const detail = 'The events were not confirmed. Send them again: repeats change nothing.';
        sendProblem(
          response,
          503,
          { code: 'SERVICE_UNAVAILABLE', title: 'Not available', detail, requestId },
          { 'retry-after': '1' },
        );
      }
    }
  };
}

const titles = { 401: 'Not authenticated', 403: 'Not permitted', 429: 'Too many requests' } as const;

function isBatch(request: IncomingMessage): boolean {
  return (request.headers['content-type'] ?? '').startsWith('application/cloudevents-batch+json');
}

function eventsIn(batch: Buffer, encoding: string | undefined): number {
  if (encoding !== undefined && encoding !== 'identity') {
    return Math.max(1, Math.ceil(batch.length / bytesPerEvent));
  }
  let count = 0;
  for (let at = batch.indexOf(eachEvent); at !== -1; at = batch.indexOf(eachEvent, at + eachEvent.length)) {
    count += 1;
  }
  return Math.max(1, count);
}

function contentHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' &&
      (name.startsWith('content-') || name.startsWith('ce-')) &&
      name !== 'content-length'
        ? [[name, value] as const]
        : [],
    ),
  );
}

/** How many events a confirmation speaks of; one for a refusal. */
function countOf(body: string | Buffer): number {
  try {
    const answer: unknown = JSON.parse(body.toString());
    if (typeof answer === 'object' && answer !== null) {
      const { accepted, duplicates } = answer as { accepted?: unknown; duplicates?: unknown };
      return Math.max(1, Number(accepted ?? 0) + Number(duplicates ?? 0)) || 1;
    }
  } catch {
    // Not JSON: nothing was counted.
  }
  return 1;
}
