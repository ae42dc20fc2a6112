import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGateway } from '@intendant/gateway/create-gateway';
import type { Gateway } from '@intendant/gateway/gateway-options';
import { serveGateway, type ServedGateway } from '@intendant/gateway/http/serve-gateway';
import { fixedLimits } from '@intendant/gateway/limits/limits';
import { createMemoryTokenStore } from '@intendant/gateway/limits/memory-token-store';
import { restResources } from '@intendant/gateway/rest/resources';
import { createInProcessUpstream } from '@intendant/gateway/upstream/in-process-upstream';
import { UpstreamUnavailableError, type Upstream } from '@intendant/gateway/upstream/upstream';
import { silentLog } from '@intendant/kit/log';
import { createMetrics } from '@intendant/kit/metrics';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { subgraphModules } from '@intendant/standalone/instance/modules';
import { repositoryRoot } from './processes.ts';

/** All subgraphs and the gateway in the test's own process, where what they do can be counted. */
export interface GatewayInProcess {
  db: TestDatabase;
  url: string;
  /** Subgraphs that do not answer. */
  down: Set<string>;
  /** Runs an operation as an owner; throws when it has errors. */
  ask<T>(query: string, variables?: object): Promise<T>;
  /** The same, with its errors. */
  send(query: string, variables?: object): ReturnType<Gateway['executeOperation']>;
  /** How often each subgraph is asked, and how many SQL statements all of them run, while this is done. */
  count(work: () => Promise<unknown>): Promise<{ fetches: Record<string, number>; statements: number }>;
  close(): Promise<void>;
}

const credential = { kind: 'API_KEY', secret: 'itd_test_owner', tenant: null, isCookie: false } as const;

export async function startGatewayInProcess(): Promise<GatewayInProcess> {
  const db = await startTestDatabase(subgraphModules);
  const down = new Set<string>();
  const fetches: Record<string, number> = {};
  const upstreams = subgraphModules.map(({ name }): Upstream => {
    const upstream = createInProcessUpstream(name, db.runtime(name));
    return {
      ...upstream,
      async execute(operation, call) {
        // The gateway's own figures, sent each second, would be counted with what is measured.
        if (operation.query.includes('recordGatewayRequests')) {
          return { data: { recordGatewayRequests: { userErrors: [] } } };
        }
        if (down.has(name)) {
          throw new UpstreamUnavailableError(name);
        }
        fetches[name] = (fetches[name] ?? 0) + 1;
        return upstream.execute(operation, call);
      },
    };
  });
  const gateway = await createGateway({
    supergraphSdl: readFileSync(join(repositoryRoot, 'schema/supergraph.graphql'), 'utf8'),
    upstreams,
    log: silentLog,
    metrics: createMetrics(),
    pubsub: db.pubsub,
    tokens: createMemoryTokenStore(),
    limits: fixedLimits({ requestsPerSecond: 100_000, requestBurst: 100_000 }),
    resolveCredential: () => Promise.resolve({ caller: aPlatformCaller(), expiresAt: null }),
    rest: restResources,
  });
  const server: ServedGateway = await serveGateway(gateway, { port: 0, host: '127.0.0.1' });

  const send: GatewayInProcess['send'] = (query, variables = {}) =>
    gateway.executeOperation({ query, variables: { ...variables }, credential, address: 'test' });

  return {
    db,
    url: `http://127.0.0.1:${server.port}`,
    down,
    send,
    async ask<T>(query: string, variables?: object): Promise<T> {
      const { result } = await send(query, variables);
      if (result.errors) {
        throw new Error(`The operation failed: ${JSON.stringify(result.errors)}`);
      }
      return result.data as T;
    },
    async count(work) {
      const before = { ...fetches };
      const { statements } = await db.countStatements(work);
      const names = Object.keys(fetches).sort();
      return {
        fetches: Object.fromEntries(names.map((name) => [name, (fetches[name] ?? 0) - (before[name] ?? 0)])),
        statements: statements.length,
      };
    },
    async close() {
      await server.stop();
      await gateway.close();
      await db.close();
    },
  };
}
