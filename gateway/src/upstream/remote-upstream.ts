import { deadlineHeader } from '@intendant/kit/subgraph/http-handler';
import { identityHeader } from '@intendant/kit/identity/identity-token';
import type { Dispatcher } from 'undici';
import type { CallTokens } from './call-tokens.ts';
import { createGraphqlTransport } from './graphql-transport.ts';
import type { Upstream, UpstreamCall } from './upstream.ts';

export interface RemoteUpstreamOptions {
  name: string;
  /** Where the subgraph serves, without a path: `http://health:4003`. */
  url: string;
  /** Shared by the upstreams of a gateway, so that a request's token is signed once for all of them. */
  tokens: CallTokens;
  /** Sockets kept open; 32 unless given. */
  connections?: number;
}

const probe: UpstreamCall = {
  caller: { kind: 'anonymous' },
  requestId: 'probe',
  deadline: null,
  signal: null,
};
const probeTimeoutMs = 2_000;

/**
 * A subgraph of ours in another process: GraphQL and routes over kept-alive HTTP, subscriptions over graphql-ws. A
 * token vouches for the caller of every call.
 */
export function createRemoteUpstream({ name, url, tokens, connections }: RemoteUpstreamOptions): Upstream {
  async function headersFor(call: UpstreamCall): Promise<Record<string, string>> {
    const headers: Record<string, string> = {
      [identityHeader]: await tokens.tokenFor(call),
      'x-request-id': call.requestId,
    };
    if (call.deadline) {
      headers[deadlineHeader] = String(Math.max(1, call.deadline.getTime() - Date.now()));
    }
    return headers;
  }

  const transport = createGraphqlTransport({
    name,
    url: `${new URL(url).origin}/graphql`,
    ...(connections !== undefined && { connections }),
    headersFor,
    connectionParamsFor: async (call) => ({ [identityHeader]: await tokens.tokenFor(call) }),
  });

  return {
    name,
    execute: (operation, call) => transport.execute(operation, call),
    subscribe: async (operation, call) => transport.subscribe(operation, call),
    async forward({ method, path, query, headers, body }, call) {
      const response = await transport.request(
        {
          method: method as Dispatcher.HttpMethod,
          path: query.size > 0 ? `${path}?${query.toString()}` : path,
          headers: { ...headers, ...(await headersFor(call)) },
          body: body.length > 0 ? body : null,
        },
        call,
      );
      return {
        status: response.status,
        headers: singleValues(response.headers),
        body: response.text,
      };
    },
    async isReady() {
      try {
        const options = { method: 'GET', path: '/readyz', headersTimeout: probeTimeoutMs } as const;
        return (await transport.request(options, probe)).status === 200;
      } catch {
        return false;
      }
    },
    close: () => transport.close(),
  };
}

function singleValues(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([header, value]) =>
      value === undefined || hopByHop.has(header)
        ? []
        : [[header, Array.isArray(value) ? value.join(', ') : value] as const],
    ),
  );
}
