import { BoundedCache } from '@intendant/kit/cache/bounded-cache';
import { createClient, type Client } from 'graphql-ws';
import { Pool, type Dispatcher } from 'undici';
import { WebSocket } from 'ws';
import {
  UpstreamUnavailableError,
  type UpstreamCall,
  type UpstreamOperation,
  type UpstreamResult,
} from './upstream.ts';

export interface GraphqlTransportOptions {
  /** Of the subgraph, for errors. */
  name: string;
  /** Where its GraphQL is served, over HTTP and over WebSocket: `http://health:4003/graphql`. */
  url: string;
  /** Sockets kept open; 32 unless given. */
  connections?: number;
  /** Sent with every HTTP request of a call. */
  headersFor(call: UpstreamCall): Promise<Record<string, string>>;
  /** Sent when the WebSocket of a subscription opens. */
  connectionParamsFor(call: UpstreamCall): Promise<Record<string, unknown>>;
}

/** GraphQL over kept-alive HTTP, and subscriptions with the protocol graphql-transport-ws. */
export interface GraphqlTransport {
  execute(operation: UpstreamOperation, call: UpstreamCall): Promise<UpstreamResult>;
  subscribe(operation: UpstreamOperation, call: UpstreamCall): AsyncIterableIterator<UpstreamResult>;
  /** Any other request to the same server. */
  request(
    options: Dispatcher.RequestOptions,
    call: UpstreamCall,
  ): Promise<{ status: number; headers: Dispatcher.ResponseData['headers']; text: string }>;
  close(): Promise<void>;
}

const answerTimeoutMs = 60_000;

/** Characters of answers that are remembered as read; read, they take about five times as much. */
const rememberedCharacters = 2_000_000;

export function createGraphqlTransport(options: GraphqlTransportOptions): GraphqlTransport {
  const { name, connections = 32, headersFor, connectionParamsFor } = options;
  const url = new URL(options.url);
  const pool = new Pool(url.origin, {
    connections,
    // Shorter than the subgraph's own keep-alive, so that a request never meets a socket that is being closed.
    keepAliveTimeout: 4_000,
    bodyTimeout: answerTimeoutMs,
    headersTimeout: answerTimeoutMs,
  });
  const clients = new Set<Client>();
  const known = new BoundedCache<string, UpstreamResult>(rememberedCharacters);

  /** The same object for the same text: what is made of it need not be made again either. */
  function readShared(text: string): UpstreamResult {
    const result = known.get(text) ?? readResult(name, text);
    known.set(text, result, text.length);
    return result;
  }

  async function request(requested: Dispatcher.RequestOptions, call: UpstreamCall) {
    try {
      const response = await pool.request({ ...requested, signal: call.signal });
      const text = await response.body.text();
      return { status: response.statusCode, headers: response.headers, text };
    } catch (error) {
      call.signal?.throwIfAborted();
      throw new UpstreamUnavailableError(name, { cause: error });
    }
  }

  return {
    request,
    async execute({ query, variables, operationName, isReadOnly = false }, call) {
      const { text } = await request(
        {
          method: 'POST',
          path: `${url.pathname}${url.search}`,
          headers: {
            ...(await headersFor(call)),
            'content-type': 'application/json',
            accept: 'application/graphql-response+json, application/json',
          },
          body: JSON.stringify({ query, variables, ...(operationName !== null && { operationName }) }),
        },
        call,
      );
      return isReadOnly ? readShared(text) : readResult(name, text);
    },
    subscribe(operation, call) {
      // A client of its own: the socket carries one caller, who is vouched for when it opens.
      const client = createClient({
        url: url.href.replace(/^http/, 'ws'),
        webSocketImpl: WebSocket,
        connectionParams: () => connectionParamsFor(call),
        // A broken socket ends the subscription; whoever subscribed starts again with a caller checked anew.
        retryAttempts: 0,
        keepAlive: 15_000,
      });
      clients.add(client);
      return eventsOf(name, client, operation, () => clients.delete(client));
    },
    async close() {
      for (const client of clients) {
        void client.dispose();
      }
      await pool.close();
    },
  };
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

function eventsOf(
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
