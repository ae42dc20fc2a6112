import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Pool, type Dispatcher } from 'undici';
import type { RequestHandler } from '../gateway-options.ts';
import { sendProblem } from './respond.ts';

const hopByHop = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'expect'];

/** Hands requests to another process of ours as they are, and its answers back: the admin UI when distributed. */
export function createProxyHandler(url: string): RequestHandler & { close(): Promise<void> } {
  const pool = new Pool(new URL(url).origin, { connections: 64 });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
    let answer: Dispatcher.ResponseData;
    try {
      answer = await pool.request({
        method: request.method as Dispatcher.HttpMethod,
        path: request.url ?? '/',
        headers: forwarded(request),
        body: hasBody ? request : null,
      });
    } catch {
      const detail = 'The admin UI does not answer.';
      const problem = { code: 'SERVICE_UNAVAILABLE', title: 'Not available', detail };
      sendProblem(response, 502, problem, { 'retry-after': '1' });
      return;
    }
    const headers = Object.entries(answer.headers).filter(([name]) => !hopByHop.includes(name));
    response.writeHead(answer.statusCode, Object.fromEntries(headers));
    // Either side may go away half-way; there is nobody left to tell.
    await pipeline(answer.body, response).catch(() => {});
  }

  return Object.assign(handle, { close: () => pool.close() });
}

function forwarded(request: IncomingMessage): Record<string, string | string[]> {
  const { 'x-forwarded-for': before } = request.headers;
  const address = request.socket.remoteAddress ?? '';
  const headers: Record<string, string | string[] | undefined> = {
    ...request.headers,
    'x-forwarded-for': before ? `${String(before)}, ${address}` : address,
    'x-forwarded-host': request.headers['x-forwarded-host'] ?? request.headers.host,
    'x-forwarded-proto': request.headers['x-forwarded-proto'] ?? 'http',
  };
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || hopByHop.includes(name) ? [] : [[name, value] as const],
    ),
  );
}
