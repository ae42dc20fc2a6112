import { createServer } from 'node:http';
import { readEnv } from './env.ts';
import { createAdminUiHandler } from './handler.ts';
import { createWebSocketProxy } from './websocket-proxy.ts';

const DRAIN_MS = 10_000;

const env = readEnv();
const handle = await createAdminUiHandler({
  gatewayUrl: env.GATEWAY_URL,
  isProxyTrusted: env.TRUST_PROXY,
  isDevelopment: env.NODE_ENV === 'development',
});
const server = createServer((request, response) => {
  if (request.url === '/healthz') response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
  else handle(request, response);
});
server.on('upgrade', createWebSocketProxy(env.GATEWAY_URL));
server.listen(env.PORT, () => log('listening', { port: env.PORT, gateway: env.GATEWAY_URL }));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    log('stopping', { signal });
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    // Open sockets of live pages would keep the process for ever; they reconnect elsewhere.
    setTimeout(() => process.exit(0), DRAIN_MS).unref();
  });
}

function log(msg: string, fields: Record<string, unknown>): void {
  console.log(
    JSON.stringify({ level: 'info', time: new Date().toISOString(), service: 'admin-ui', msg, ...fields }),
  );
}
