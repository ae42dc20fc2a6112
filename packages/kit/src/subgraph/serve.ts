import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import { logLevel, pem, port, postgresUrl } from '../env.ts';
import { createIdentityVerifier } from '../identity/identity-token.ts';
import { startJobRunner, type JobRunner } from '../jobs/runner.ts';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { createHttpHandler } from './http-handler.ts';
import type { SubgraphModule } from './module.ts';
import { registerMetrics } from './register-metrics.ts';
import { createRuntime } from './runtime.ts';
import { createSocketServer } from './socket-server.ts';

/** The configuration of a subgraph's process; its `env.ts` parses it, adding what is its own. */
export const serveEnv = z.object({
  PORT: port.default(4000),
  HOST: z.string().default('0.0.0.0'),
  /** The module's own role. */
  DATABASE_URL: postgresUrl,
  /** The jobs role; without it this process runs no jobs. */
  JOBS_DATABASE_URL: postgresUrl.optional(),
  /** The public half of the gateway's Ed25519 key, PEM or JWK. */
  INTENDANT_IDENTITY_PUBLIC_KEY: pem,
  LOG_LEVEL: logLevel,
});

export type ServeEnv = z.infer<typeof serveEnv>;

export interface ServedSubgraph {
  readonly port: number;
  /** Finishes what is under way, then stops. */
  close(): Promise<void>;
}

// Longer than a load balancer takes to notice that /readyz fails, shorter than Kubernetes waits before it kills.
const drainMs = 10_000;

/**
 * Serves a subgraph as a process of its own: GraphQL over HTTP and graphql-ws at /graphql, its routes, /healthz,
 * /readyz and /metrics. Only requests with an identity signed by the gateway reach a resolver. Stops on SIGTERM and
 * SIGINT after draining.
 */
export async function serveSubgraph(module: SubgraphModule, env: ServeEnv): Promise<ServedSubgraph> {
  const log = createLog({ name: module.name, level: env.LOG_LEVEL });
  const runtime = await createRuntime(module, { databaseUrl: env.DATABASE_URL, log });
  const verifier = createIdentityVerifier(env.INTENDANT_IDENTITY_PUBLIC_KEY);
  const metrics = createMetrics({ service: module.name });
  registerMetrics(runtime, metrics);
  let jobs: JobRunner | null = null;
  let isDraining = false;
  const isReady = async (): Promise<boolean> =>
    !isDraining && (jobs === null || jobs.isRunning()) && (await runtime.isReady());

  const handler = await createHttpHandler({ runtime, verifier, metrics, isReady });
  const server = createServer((request, response) => void handler.handle(request, response));
  const sockets = createSocketServer(server, { runtime, verifier });
  if (env.JOBS_DATABASE_URL) {
    jobs = await startJobRunner({ databaseUrl: env.JOBS_DATABASE_URL, runtimes: [runtime], log });
  }
  const listening = await listen(server, env.PORT, env.HOST);
  log.info({ port: listening }, 'serving');

  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    isDraining = true;
    closing ??= (async () => {
      await sockets.close();
      await drain(server);
      await jobs?.stop();
      await handler.close();
      await runtime.close();
      process.off('SIGTERM', stop).off('SIGINT', stop);
    })();
    return closing;
  };
  function stop(): void {
    void close().then(() => log.info('stopped'));
  }
  process.once('SIGTERM', stop).once('SIGINT', stop);
  return { port: listening, close };
}

function listen(server: Server, requested: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(requested, host, () => {
      const address = server.address() as AddressInfo;
      resolve(address.port);
    });
  });
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(timer);
}
