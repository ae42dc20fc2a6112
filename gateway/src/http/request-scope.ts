import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IdentifiedCaller } from '@intendant/kit/identity/caller';

/** What is known about one HTTP request while it is answered, and counted once it was. */
export interface RequestScope {
  readonly requestId: string;
  readonly url: URL;
  readonly startedAt: number;
  /** Aborted when the client goes away before it has its answer. */
  readonly signal: AbortSignal;
  readonly address: string;
  /** Name of the operation or route. */
  operation: string;
  caller: IdentifiedCaller | null;
  /** The status the figures go by where it is not the one HTTP was told; GraphQL often answers 200. */
  countedStatus: number | null;
}

const acceptableId = /^[\w.:-]{1,128}$/;

/** Names the request: by the client's own `X-Request-Id` when it is one word, so that it is found in both logs. */
export function openScope(request: IncomingMessage, response: ServerResponse, address: string): RequestScope {
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && acceptableId.test(given) ? given : randomUUID();
  response.setHeader('x-request-id', requestId);
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) {
      gone.abort(new DOMException('The client has gone.', 'AbortError'));
    }
  });
  return {
    requestId,
    url: parseUrl(request.url),
    startedAt: performance.now(),
    signal: gone.signal,
    address,
    operation: 'unknown',
    caller: null,
    countedStatus: null,
  };
}

/** What a request asks for; `/` where it cannot be read. */
export function parseUrl(path: string | undefined): URL {
  const base = 'http://gateway';
  return path && URL.canParse(path, base) ? new URL(path, base) : new URL('/', base);
}
