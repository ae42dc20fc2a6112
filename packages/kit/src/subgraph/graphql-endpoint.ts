import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { Context } from '../context.ts';
import { maximumBodyBytes, readBody } from './read-body.ts';
import type { SubgraphRuntime } from './runtime.ts';

export interface GraphqlEndpoint {
  answer(request: IncomingMessage, response: ServerResponse, url: URL, context: Context): Promise<void>;
  close(): Promise<void>;
}

/** GraphQL over HTTP: Apollo Server speaks the protocol, the runtime executes. */
export async function createGraphqlEndpoint(runtime: SubgraphRuntime): Promise<GraphqlEndpoint> {
  const apollo = new ApolloServer<Context>({
    gateway: {
      // Executing in the runtime keeps one path for both ways to run, with its document cache and deadlines.
      load: async () => ({
        schema: runtime.schema,
        executor: (operation) =>
          runtime.execute({
            query: operation.document,
            variables: operation.request.variables ?? {},
            operationName: operation.request.operationName ?? null,
            // The context function below made it; Apollo types a gateway's context loosely.
            context: operation.context as Context,
            isReadOnly: true,
          }),
      }),
      onSchemaLoadOrUpdate: (callback) => {
        callback({ apiSchema: runtime.schema, coreSupergraphSdl: '' });
        return () => {};
      },
      stop: async () => {},
    },
    introspection: true,
    // The gateway is the only client, and it sends an identity no browser could.
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    // A plugin that looks at fields, as that of cache control does, makes Apollo wrap every resolver.
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
    stringifyResult: (result) => JSON.stringify(result),
  });
  await apollo.start();

  return {
    async answer(request, response, url, context) {
      const isPost = request.method === 'POST';
      const body: unknown = isPost ? JSON.parse((await readBody(request, maximumBodyBytes)).toString()) : {};
      const result = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method ?? 'GET',
          headers: headersOf(request),
          search: url.search,
          body,
        },
        context: () => Promise.resolve(context),
      });
      await send(response, result);
    },
    close: () => apollo.stop(),
  };
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) {
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
  }
  return headers;
}

async function send(response: ServerResponse, result: HTTPGraphQLResponse): Promise<void> {
  response.writeHead(result.status ?? 200, Object.fromEntries(result.headers));
  if (result.body.kind === 'complete') {
    response.end(result.body.string);
    return;
  }
  for await (const chunk of result.body.asyncIterator) {
    response.write(chunk);
  }
  response.end();
}
