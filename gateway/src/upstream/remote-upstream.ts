import { deadlineHeader } from '@intendant/kit/subgraph/http-handler';
import { identityHeader, type IdentitySigner } from '@intendant/kit/identity/identity-token';
import { createClient, type Client } from 'graphql-ws';
import { Pool, type Dispatcher } from 'undici';
import { WebSocket } from 'ws';
import {
  UpstreamUnavailableError,
  type Upstream,
  type UpstreamCall,
  type UpstreamOperation,
  type UpstreamResult,
} from './upstream.ts';

export interface RemoteUpstreamOptions {
  name: string;
  /** Where the subgraph serves, without a path: `http://health:4003`. */
  url: string;
  signer: IdentitySigner;
  /** Sockets kept open; 32 unless given. */
  connections?: number;
}

const answerTimeoutMs = 60_000;

/**
 * A subgraph in another process: GraphQL and routes over kept-alive HTTP, subscriptions over graphql-ws. A token
 * that vouches for the caller is signed for every call.
 */
export function createRemoteUpstream({
  name,
  url,
  signer,
  connections = 32,
}: RemoteUpstreamOptions): Upstream {
  const { origin } = new URL(url);
  const pool = new Pool(origin, {
    connections,
    // Shorter than the subgraph's own keep-alive, so that a request never meets a socket that is being closed.
    keepAliveTimeout: 4_000,
    bodyTimeout: answerTimeoutMs,
    headersTimeout: answerTimeoutMs,
  });
  const clients = new Set<Client>();

  async function headersFor(call: UpstreamCall): Promise<Record<string, string>> {
    const headers: Record<string, string> = {
      [identityHeader]: await signer.sign(call.caller, call.requestId),
      'x-request-id': call.requestId,
    };
    if (call.deadline) {
      headers[deadlineHeader] = String(Math.max(1, call.deadline.getTime() - Date.now()));
    }
    return headers;
  }

  async function request(
    options: Dispatcher.RequestOptions,
    call: UpstreamCall,
  ): Promise<Dispatcher.ResponseData> {
    try {
      return await pool.request({ ...options, signal: call.signal });
    } catch (error) {
      call.signal?.throwIfAborted();
      throw new UpstreamUnavailableError(name, { cause: error });
    }
  }

  return {
    name,
    async execute(operation, call) {
      const response = await request(
        {
          method: 'POST',
          path: '/graphql',
          headers: {
            ...(await headersFor(call)),
            'content-type': 'application/json',
            accept: 'application/graphql-response+json, application/json',
          },
          body: JSON.stringify(operation),
        },
        call,
      );
      return readResult(name, await readText(name, response, call));
    },
    async subscribe(operation, call) {
      // A client of its own: the socket carries one caller, whose token is signed when it opens.
      const client = createClient({
        url: `${origin.replace(/^http/, 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: async () => ({ [identityHeader]: await signer.sign(call.caller, call.requestId) }),
        // A broken socket ends the subscription; whoever subscribed starts again with a caller checked anew.
        retryAttempts: 0,
        keepAlive: 15_000,
      });
      clients.add(client);
      return remoteEvents(name, client, operation, () => clients.delete(client));
    },
    async forward({ method, path, query, headers, body }, call) {
      const response = await request(
        {
          method: method as Dispatcher.HttpMethod,
          path: query.size > 0 ? `${path}?${query.toString()}` : path,
          headers: { ...headers, ...(await headersFor(call)) },
          body: body.length > 0 ? body : null,
        },
        call,
      );
      return {
        status: response.statusCode,
        headers: singleValues(response.headers),
        body: await readText(name, response, call),
      };
    },
    async isReady() {
      try {
        const response = await pool.request({ method: 'GET', path: '/readyz', headersTimeout: 2_000 });
        await response.body.dump();
        return response.statusCode === 200;
      } catch {
        return false;
      }
    },
    async close() {
      for (const client of clients) {
        void client.dispose();
      }
      await pool.close();
    },
  };
}

async function readText(
  name: string,
  response: Dispatcher.ResponseData,
  call: UpstreamCall,
): Promise<string> {
  try {
    return await response.body.text();
  } catch (error) {
    call.signal?.throwIfAborted();
    throw new UpstreamUnavailableError(name, { cause: error });
  }
}

function readResult(name: string, text: string): UpstreamResult {
  try {
    const result: unknown = JSON.parse(text);
    if (isResult(result)) {
      return result;
    }
  } catch {
    // Reported below like any other answer that is not GraphQL.
  }
  throw new UpstreamUnavailableError(name, {
    cause: new Error(`not a GraphQL response: ${text.slice(0, 200)}`),
  });
}

function isResult(value: unknown): value is UpstreamResult {
  return typeof value === 'object' && value !== null && ('data' in value || 'errors' in value);
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

function remoteEvents(
  name: string,
  client: Client,
  { query, variables, operationName }: UpstreamOperation,
  onEnd: () => void,
): AsyncIterableIterator<UpstreamResult> {
  const events = client.iterate({ query, variables: { ...variables }, operationName });
  let ended = false;
  const end = async (): Promise<void> => {
    if (!ended) {
      ended = true;
      onEnd();
      await client.dispose();
    }
  };
  return {
    async next() {
      try {
        const step = await events.next();
        if (!step.done) {
          // The wire carries formatted errors whatever the client's types say.
          return { done: false, value: step.value as UpstreamResult };
        }
      } catch (error) {
        await end();
        if (Array.isArray(error)) {
          return { done: false, value: { data: null, errors: error } };
        }
        throw new UpstreamUnavailableError(name, { cause: error });
      }
      await end();
      return { done: true, value: undefined };
    },
    async return() {
      await events.return?.();
      await end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
