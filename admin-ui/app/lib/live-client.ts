import { createClient, type Client as SocketClient } from 'graphql-ws';
import { Client, subscriptionExchange } from '@urql/core';

/** `refused`: the gateway closed the socket because the session is no longer good. */
export type ConnectionEvent = { state: 'open' | 'closed' | 'alive' | 'refused'; attempt: number };

const KEEP_ALIVE_MS = 10_000;
const MAX_WAIT_MS = 10_000;

/** One socket for all live parts of the app: opened by the first, closed after the last. */
export type LiveClient = { urql: Client; listen(listener: (event: ConnectionEvent) => void): () => void };

let shared: LiveClient | undefined;

export function liveClient(): LiveClient {
  shared ??= openLiveClient(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`);
  return shared;
}

function openLiveClient(url: string): LiveClient {
  const listeners = new Set<(event: ConnectionEvent) => void>();
  let attempt = 0;
  const emit = (state: ConnectionEvent['state']) => {
    for (const listener of listeners) listener({ state, attempt });
  };
  const socket: SocketClient = createClient({
    url,
    keepAlive: KEEP_ALIVE_MS,
    lazyCloseTimeout: 2_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    // Jitter, so that a restarted gateway does not meet all readers at once.
    retryWait: async (retries) => {
      attempt = retries + 1;
      emit('closed');
      const wait = Math.min(MAX_WAIT_MS, 500 * 2 ** retries);
      await new Promise((resolve) => setTimeout(resolve, wait / 2 + (Math.random() * wait) / 2));
    },
    on: {
      connected: () => {
        attempt = 0;
        emit('open');
      },
      pong: () => emit('alive'),
      message: () => emit('alive'),
      closed: (event) => emit(isRefusal(event) ? 'refused' : 'closed'),
    },
  });
  const urql = new Client({
    url,
    exchanges: [
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe({ ...request, query: request.query ?? '' }, sink),
          }),
        }),
      }),
    ],
  });
  return {
    urql,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const refusals = [4401, 4403];

function isRefusal(event: unknown): boolean {
  return (
    typeof event === 'object' && event !== null && 'code' in event && refusals.includes(Number(event.code))
  );
}
