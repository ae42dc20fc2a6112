import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { errorCode, errorMessage } from '@intendant/kit/errors';
import { OperatorError } from '../operator-error.ts';

export interface Site {
  handleRequest(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface HttpServer {
  readonly port: number;
  /** Hands everything to the site from now on; before, every request is answered with 503. */
  open(site: Site): void;
  /** Takes no more connections and waits for the requests under way, ten seconds at most. */
  close(): Promise<void>;
}

const drainMs = 10_000;

/**
 * Listens before there is anything to serve, so that a port that is taken is noticed first. Throws `OperatorError`
 * with one line when it cannot listen.
 */
export async function listen(port: number, host: string): Promise<HttpServer> {
  let site: Site | null = null;
  const server = createServer((request, response) => {
    if (site) {
      void site.handleRequest(request, response);
    } else {
      answerWhileStarting(request, response);
    }
  });
  server.on('upgrade', (request, socket, head) => {
    if (site) {
      site.handleUpgrade(request, socket, head);
    } else {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n\r\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(describeListenError(error, port, host)));
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    open: (opened) => {
      site = opened;
    },
    close: () => drain(server),
  };
}

function answerWhileStarting(request: IncomingMessage, response: ServerResponse): void {
  const isAlive = request.url === '/healthz';
  const body = JSON.stringify({ status: isAlive ? 'alive' : 'starting' });
  response
    .writeHead(isAlive ? 200 : 503, { 'content-type': 'application/json', 'retry-after': '1' })
    .end(body);
}

function describeListenError(error: Error, port: number, host: string): OperatorError {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken by another program; stop it, or start with --port <number> or PORT=<number>.`,
    EACCES: `Port ${port} needs privileges this user lacks; choose one above 1023 with --port <number>.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine; check HOST.`,
    ENOTFOUND: `The host name ${host} is unknown; check HOST.`,
  };
  const message =
    reasons[errorCode(error) ?? ''] ?? `Cannot listen on ${host}:${port}: ${errorMessage(error)}.`;
  return new OperatorError(message, { cause: error });
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // Kept-alive connections become idle one by one as their answers go out.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const limit = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(limit);
}
