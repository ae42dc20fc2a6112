import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Gateway } from '../gateway-options.ts';

export interface ServedGateway {
  readonly port: number;
  /** Sends WebSockets elsewhere, takes no more requests, and waits for those under way, ten seconds at most. */
  stop(): Promise<void>;
}

/** How long requests under way may still take once the process was told to stop. */
const drainMs = 10_000;

/** Serves a gateway on a port of its own; rejects when it cannot be listened on. The gateway is not closed with it. */
export async function serveGateway(
  gateway: Gateway,
  { port, host }: { port: number; host: string },
): Promise<ServedGateway> {
  const server = createServer((request, response) => void gateway.handleRequest(request, response));
  server.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      await gateway.drain();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(timer);
    },
  };
}
