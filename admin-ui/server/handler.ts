import { createRequestHandler } from '@remix-run/express';
import type { AppLoadContext, ServerBuild } from '@remix-run/node';
import compression from 'compression';
import express, { type Request, type Response } from 'express';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { httpGatewayFetch, type GatewayFetch } from './gateway-fetch.ts';
import { refuseForeignOrigins } from './foreign-origin.ts';

// The same distance from server/ (sources) and dist/ (built).
const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export type AdminUiOptions = {
  /** Answers gateway requests in this process, or `gatewayUrl` to reach it over HTTP. */
  gatewayFetch?: GatewayFetch;
  /** Address of the gateway, for example `http://127.0.0.1:4000`. */
  gatewayUrl?: string;
  /** Whether a proxy in front sets X-Forwarded-Proto and X-Forwarded-Host truthfully. */
  isProxyTrusted?: boolean;
  /** Compiles on the fly with Vite instead of serving the built app. */
  isDevelopment?: boolean;
};

/** Answers requests of the admin UI; `next` is called for nothing, every path is answered. */
export type AdminUiHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** The admin UI as a plain Node handler, for a server of its own or beside the gateway in one process. */
export async function createAdminUiHandler(options: AdminUiOptions): Promise<AdminUiHandler> {
  const gatewayFetch = options.gatewayFetch ?? httpGatewayFetch(options.gatewayUrl);
  const isDevelopment = options.isDevelopment ?? false;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.isProxyTrusted ?? false);
  const loadBuild = isDevelopment ? await serveFromVite(app) : await serveBuilt(app);
  app.use(refuseForeignOrigins);
  const answer = createRequestHandler({
    build: loadBuild,
    mode: isDevelopment ? 'development' : 'production',
    getLoadContext: (request, response): AppLoadContext => ({
      gatewayFetch,
      requestId: requestId(request, response),
      clientAddress: request.ip ?? 'unknown',
      cspNonce: randomBytes(16).toString('base64'),
      isSecureOrigin: request.secure || isLocalhost(request.hostname),
      isDevelopment,
    }),
  });
  app.all('*', (request, response, next) => void answer(request, response, next));
  return (request, response) => app(request, response);
}

async function serveBuilt(app: express.Express): Promise<() => Promise<ServerBuild>> {
  const serverBuild = resolve(packageRoot, 'build/server/index.js');
  if (!existsSync(serverBuild))
    throw new Error(`The admin UI is not built: ${serverBuild} is missing. Run npm run build.`);
  const build = (await import(pathToFileURL(serverBuild).href)) as ServerBuild;
  const client = resolve(packageRoot, 'build/client');
  app.use(compression());
  // Names of assets carry a hash of their content, so a browser never has to ask again.
  app.use(
    '/assets',
    express.static(resolve(client, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  // Asked for by an open page of an older version, which then reloads itself.
  app.use('/assets', (_request, response) => void response.status(404).type('text').send('Not found'));
  app.use(express.static(client, { maxAge: '1h', index: false }));
  return () => Promise.resolve(build);
}

async function serveFromVite(app: express.Express): Promise<() => Promise<ServerBuild>> {
  const { createServer } = await import('vite');
  const vite = await createServer({ root: packageRoot, server: { middlewareMode: true } });
  app.use(vite.middlewares);
  return () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>;
}

function isLocalhost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}

/** The id the server around us has answered with, else the caller's when it is harmless to log, else a new one. */
function requestId(request: Request, response: Response): string {
  const known = response.getHeader('X-Request-Id');
  if (typeof known === 'string') return known;
  const given = request.get('X-Request-Id');
  return given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}
