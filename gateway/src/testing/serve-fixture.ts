import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createIdentitySigner,
  createIdentityVerifier,
  generateIdentityKeys,
  type IdentitySigner,
} from '@intendant/kit/identity/identity-token';
import { createMetrics } from '@intendant/kit/metrics';
import { createHttpHandler } from '@intendant/kit/subgraph/http-handler';
import { createSocketServer } from '@intendant/kit/subgraph/socket-server';
import { createCallTokens } from '../upstream/call-tokens.ts';
import { createRemoteUpstream } from '../upstream/remote-upstream.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { fixtureRuntime } from './fixture-runtime.ts';
import { fixtureNames, type FixtureName } from './fixture-sdl.ts';
import type { FixtureWorld } from './fixture-world.ts';

const keys = generateIdentityKeys();

export interface ServedFixture {
  name: FixtureName;
  url: string;
  /** Breaks every connection and stops listening. */
  stop(): Promise<void>;
}

/** A fixture subgraph served by the kit's own HTTP and WebSocket servers. */
export async function serveFixture(name: FixtureName, world: FixtureWorld, port = 0): Promise<ServedFixture> {
  const runtime = fixtureRuntime(name, world);
  const verifier = createIdentityVerifier(keys.publicKey);
  const isReady = (): Promise<boolean> => Promise.resolve(true);
  const handler = await createHttpHandler({ runtime, verifier, metrics: createMetrics(), isReady });
  const server = createServer((request, response) => void handler.handle(request, response));
  const sockets = createSocketServer(server, { runtime, verifier });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  let stopped: Promise<void> | null = null;
  return {
    name,
    url: `http://127.0.0.1:${address.port}`,
    stop() {
      stopped ??= (async () => {
        await sockets.close();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await handler.close();
      })();
      return stopped;
    },
  };
}

/** Every fixture subgraph in a server of its own, reached over the network. */
export async function remoteFixtures(world: FixtureWorld): Promise<{
  upstreams: Upstream[];
  served: ServedFixture[];
  signer: IdentitySigner;
  close(): Promise<void>;
}> {
  const signer = createIdentitySigner(keys.privateKey);
  const tokens = createCallTokens(signer);
  const served = await Promise.all(fixtureNames.map((name) => serveFixture(name, world)));
  const upstreams = served.map(({ name, url }) => createRemoteUpstream({ name, url, tokens }));
  return {
    upstreams,
    served,
    signer,
    async close() {
      await Promise.all(upstreams.map((upstream) => upstream.close()));
      await Promise.all(served.map(({ stop }) => stop()));
    },
  };
}
