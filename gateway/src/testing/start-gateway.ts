import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLog } from '@intendant/kit/log';
import { createMetrics } from '@intendant/kit/metrics';
import type { PubSub } from '@intendant/kit/pubsub/pubsub';
import { createGateway } from '../create-gateway.ts';
import type { Gateway, GatewayOptions } from '../gateway-options.ts';
import { fixedLimits, type Limits } from '../limits/limits.ts';
import type { TokenStore } from '../limits/token-store.ts';
import { createInProcessUpstream } from '../upstream/in-process-upstream.ts';
import { composeFixtures, fixtureRuntime } from './fixture-runtime.ts';
import { fixtureNames } from './fixture-sdl.ts';
import { FixtureWorld } from './fixture-world.ts';

export interface TestGateway {
  gateway: Gateway;
  world: FixtureWorld;
  pubsub: FakePubSub;
  url: string;
  logLines: string[];
  /** Sends an operation with a credential; returns the status, headers and parsed body. */
  query(
    query: string,
    options?: { variables?: object; secret?: string | null; headers?: Record<string, string> },
  ): Promise<GraphqlAnswer>;
  close(): Promise<void>;
}

export interface GraphqlAnswer {
  status: number;
  headers: Response['headers'];
  data: unknown;
  errors: { message: string; path?: unknown; extensions: Record<string, unknown> }[];
}

export interface StartOptions extends Partial<Omit<GatewayOptions, 'limits'>> {
  world?: FixtureWorld;
  limits?: Partial<Limits>;
}

const sdl = composeFixtures();

/** A gateway on the fixture subgraphs, listening on a free port. */
export async function startGateway({
  world = new FixtureWorld(),
  limits,
  ...rest
}: StartOptions = {}): Promise<TestGateway> {
  const pubsub = new FakePubSub();
  const logLines: string[] = [];
  const gateway = await createGateway({
    supergraphSdl: sdl,
    upstreams: fixtureNames.map((name) => createInProcessUpstream(name, fixtureRuntime(name, world))),
    log: createLog({ name: 'gateway', destination: { write: (line) => void logLines.push(line) } }),
    metrics: createMetrics(),
    pubsub: pubsub.asPubSub(),
    tokens: memoryTokens(),
    limits: fixedLimits({
      requestsPerSecond: 10_000,
      requestBurst: 10_000,
      anonymousRequestsPerSecond: 10_000,
      anonymousRequestBurst: 10_000,
      ...limits,
    }),
    ...rest,
  });
  const server = createServer((request, response) => void gateway.handleRequest(request, response));
  server.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    gateway,
    world,
    pubsub,
    url,
    logLines,
    query: (query, options) => sendQuery(url, query, options),
    async close() {
      await gateway.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

async function sendQuery(
  url: string,
  query: string,
  {
    variables,
    secret = null,
    headers = {},
  }: { variables?: object; secret?: string | null; headers?: Record<string, string> } = {},
): Promise<GraphqlAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(secret && { authorization: `Bearer ${secret}` }),
      ...headers,
    },
    body: JSON.stringify({ query, ...(variables && { variables }) }),
  });
  const { data, errors = [] } = (await response.json()) as Pick<GraphqlAnswer, 'data' | 'errors'>;
  return { status: response.status, headers: response.headers, data, errors };
}

/** Token buckets that are always full; the real ones are tested on their own. */
function memoryTokens(): TokenStore {
  return {
    take: (_key, wanted, { burst }) => Promise.resolve({ granted: wanted, left: burst }),
    sweep: () => Promise.resolve(),
  };
}

/** Notifications within the process, for tests to send. */
export class FakePubSub {
  readonly #listeners = new Map<string, Set<(payload: unknown) => void>>();

  publish(topic: string, payload: unknown): void {
    this.#listeners.get(topic)?.forEach((listener) => listener(payload));
  }

  asPubSub(): PubSub {
    const unused = (): never => {
      throw new Error('The gateway does not use this.');
    };
    return {
      subscribe: unused,
      listen: (topic, listener) => {
        const listeners = this.#listeners.get(topic) ?? new Set();
        this.#listeners.set(topic, listeners.add(listener));
        return () => listeners.delete(listener);
      },
      onReconnect: () => () => {},
      deliver: unused,
      nextMessageId: unused,
      ready: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  }
}
