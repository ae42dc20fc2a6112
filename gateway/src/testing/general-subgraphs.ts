import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { execute, parse, type GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Upstream, UpstreamResult } from '../upstream/upstream.ts';
import { generalNames, generalSdl, type GeneralName } from './general-sdl.ts';
import type { GeneralWorld } from './general-world.ts';

export function generalSchema(name: GeneralName, world: GeneralWorld): GraphQLSchema {
  return buildSubgraphSchema({
    typeDefs: parse(generalSdl[name]),
    resolvers: world.resolvers(name) as GraphQLResolverMap<unknown>,
  });
}

/** The composed supergraph, with the subgraphs at these addresses. */
export function composeGeneral(urlOf: (name: GeneralName) => string = (name) => `http://${name}`): string {
  const result = composeServices(
    generalNames.map((name) => ({ name, url: urlOf(name), typeDefs: parse(generalSdl[name]) })),
  );
  if (result.errors) {
    throw new Error(`The fixtures do not compose: ${result.errors.map((error) => error.message).join('; ')}`);
  }
  return result.supergraphSdl;
}

/** A subgraph in this process, for what only executes. */
export function generalUpstream(name: GeneralName, world: GeneralWorld): Upstream {
  const schema = generalSchema(name, world);
  const unused = (): never => {
    throw new Error('Only operations are executed here.');
  };
  return {
    name,
    async execute({ query, variables, operationName }) {
      const result = await execute({
        schema,
        document: parse(query),
        variableValues: variables,
        operationName,
      });
      return JSON.parse(JSON.stringify(result)) as UpstreamResult;
    },
    subscribe: unused,
    forward: unused,
    isReady: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
}

export interface ServedGeneral {
  /** The supergraph that says where they are. */
  supergraphSdl: string;
  /** Media types of every request, as they came. */
  contentTypes: (string | undefined)[];
  close(): Promise<void>;
}

/** All subgraphs as somebody else's servers would be: GraphQL over HTTP and graphql-ws, each at a path of its own. */
export async function serveGeneral(world: GeneralWorld): Promise<ServedGeneral> {
  const contentTypes: (string | undefined)[] = [];
  const handlers = new Map(
    generalNames.map((name) => [`/${name}/api`, createHandler({ schema: generalSchema(name, world) })]),
  );
  const server = createServer((request, response) => {
    contentTypes.push(request.headers['content-type']);
    void handlers.get(request.url ?? '')?.(request, response);
  });
  const sockets = generalNames.map((name) => {
    const socketServer = new WebSocketServer({ noServer: true });
    return {
      path: `/${name}/api`,
      socketServer,
      done: useServer({ schema: generalSchema(name, world) }, socketServer),
    };
  });
  server.on('upgrade', (request, socket, head) => {
    const found = sockets.find(({ path }) => path === request.url);
    found?.socketServer.handleUpgrade(request, socket, head, (opened) =>
      found.socketServer.emit('connection', opened, request),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    supergraphSdl: composeGeneral((name) => `http://127.0.0.1:${port}/${name}/api`),
    contentTypes,
    async close() {
      await Promise.all(sockets.map(async ({ done }) => done.dispose()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
