import { createGraphqlTransport } from './graphql-transport.ts';
import type { Upstream, UpstreamCall } from './upstream.ts';

const probeTimeoutMs = 2_000;

/**
 * Any subgraph that speaks GraphQL over HTTP, and graphql-transport-ws for subscriptions, at one address; it is told
 * nothing about the caller. It counts as ready once it answers `{ __typename }`.
 */
export function createPlainUpstream({ name, url }: { name: string; url: string }): Upstream {
  const transport = createGraphqlTransport({
    name,
    url,
    headersFor: async ({ requestId }) => ({ 'x-request-id': requestId }),
    connectionParamsFor: async () => ({}),
  });
  return {
    name,
    execute: (operation, call) => transport.execute(operation, call),
    subscribe: async (operation, call) => transport.subscribe(operation, call),
    forward: () => Promise.resolve({ status: 404, headers: {}, body: '' }),
    async isReady() {
      const call: UpstreamCall = {
        caller: { kind: 'anonymous' },
        requestId: 'probe',
        deadline: null,
        signal: AbortSignal.timeout(probeTimeoutMs),
      };
      try {
        const operation = { query: '{ __typename }', variables: {}, operationName: null };
        return (await transport.execute(operation, call)).data?.['__typename'] !== undefined;
      } catch {
        return false;
      }
    },
    close: () => transport.close(),
  };
}
