import type { ServerResponse } from 'node:http';
import { parseUrl } from './request-scope.ts';

/** Answers with JSON that no cache may keep. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, status, JSON.stringify(body), {
    'content-type': 'application/json; charset=utf-8',
    ...headers,
  });
}

/** Identifies the kind of problem: stable, and the same for every problem of this code; it leads nowhere. */
export function problemType(code: string): string {
  return `urn:intendant:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}

/** Answers with a problem document (RFC 9457) of what was asked for. `code` is for programs, `detail` for people. */
export function sendProblem(
  response: ServerResponse,
  status: number,
  problem: { code: string; title: string; detail?: string; requestId?: string; [extension: string]: unknown },
  headers: Readonly<Record<string, string>> = {},
): void {
  const type = problemType(problem.code);
  const instance = parseUrl(response.req.url).pathname;
  const body = JSON.stringify({ type, status, ...problem, instance });
  send(response, status, body, { 'content-type': 'application/problem+json; charset=utf-8', ...headers });
}

/** Writes a whole response; the body is left out where the method or the status allows none. */
export function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  // The client has gone, or the handler had begun to answer before it failed.
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, {
    'cache-control': 'no-store',
    ...headers,
    // Of a 304 it would be the length of what was not sent, and of a 204 there is none (RFC 9110, 8.6).
    ...(hasBody && { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(hasBody && response.req.method !== 'HEAD' ? body : undefined);
}

export function sendMethodNotAllowed(
  response: ServerResponse,
  allowed: readonly string[],
  requestId: string,
): void {
  const allow = allowed.join(', ');
  if (response.req.method === 'OPTIONS') {
    send(response, 204, '', { allow });
    return;
  }
  const detail = `Use ${allowed.join(' or ')}.`;
  sendProblem(
    response,
    405,
    { code: 'METHOD_NOT_ALLOWED', title: 'Method not allowed', detail, requestId },
    { allow },
  );
}
