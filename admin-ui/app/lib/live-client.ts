import { createClient, type Client as SocketClient } from 'graphql-ws';
import { Client, subscriptionExchange } from '@urql/core';

/** `refused`: the gateway closed the socket because the session is no longer good. */
export type ConnectionEvent = { state: 'open' | 'closed' | 'alive' | 'refused'; attempt: number };

const KEEP_ALIVE_MS = 10_000;
/** So long may the answer to a ping take; then the socket counts as frozen and is given up. */
const PONG_WAIT_MS = 5_000;
const MAX_WAIT_MS = 10_000;

/** One socket for all live parts of the app: opened by the first, closed after the last. */
export type LiveClient = { urql: Client; listen(listener: (event: ConnectionEvent) => void): () => void };

let shared: LiveClient | undefined;

export function liveClient(): LiveClient {
  shared ??= openLiveClient(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`);
  return shared;
}

/** A client of its own; exported for its tests, because the app shares one. */
export function openLiveClient(url: string): LiveClient {
  const listeners = new Set<(event: ConnectionEvent) => void>();
  let attempt = 0;
  let pongDeadline: ReturnType<typeof setTimeout> | undefined;
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
      await pauseUnlessOnline(wait / 2 + (Math.random() * wait) / 2);
    },
    on: {
      connected: () => {
        attempt = 0;
        emit('open');
      },
      ping: (isReceived) => {
        if (!isReceived) pongDeadline = setTimeout(() => socket.terminate(), PONG_WAIT_MS);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(pongDeadline);
        emit('alive');
      },
      message: () => emit('alive'),
      closed: (event) => {
        clearTimeout(pongDeadline);
        emit(isRefusal(event) ? 'refused' : 'closed');
      },
    },
  });
  // A socket does not notice that the network is gone; the browser does, and old figures must not look live.
  window.addEventListener('offline', () => socket.terminate());
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

/** Waits so long, or until the network is back: then there is no reason to wait. */
function pauseUnlessOnline(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener('online', end);
  });
}

const refusals = [4401, 4403];

function isRefusal(event: unknown): boolean {
  return (
    typeof event === 'object' && event !== null && 'code' in event && refusals.includes(Number(event.code))
  );
}
