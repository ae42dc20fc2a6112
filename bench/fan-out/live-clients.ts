import { once } from 'node:events';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface LiveOperation {
  query: string;
  variables: Record<string, unknown>;
}

/** Clients with a socket and a subscription each. */
export interface LiveClients {
  /** Deliveries since the start. */
  readonly delivered: number;
  /** Resolves once every client has seen at least `figure`, with when each did, in milliseconds of this process. */
  allSaw(figure: number): Promise<number[]>;
  close(): Promise<void>;
}

/**
 * Opens `operations.length` sockets and subscribes on each; resolves once all have had their first event. `figureOf`
 * reads the growing number that an event carries. A subscription that ends or fails rejects whatever is awaited.
 */
export async function openLiveClients<T extends object>(
  url: string,
  apiKey: string,
  operations: readonly LiveOperation[],
  figureOf: (data: T) => number,
): Promise<LiveClients> {
  const clients: Client[] = [];
  const latest = operations.map(() => -1);
  let delivered = 0;
  let problem: Error | null = null;
  let isClosing = false;
  const seen = new EventTarget();

  function tell(): void {
    seen.dispatchEvent(new Event('change'));
  }

  operations.forEach((operation, index) => {
    const client = createClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { apiKey },
      retryAttempts: 0,
    });
    clients.push(client);
    const fail = (cause: unknown): void => {
      problem ??= isClosing ? null : new Error(`Client ${index} lost its subscription.`, { cause });
      tell();
    };
    client.subscribe<T>(operation, {
      next({ data, errors }) {
        if (!data || errors) {
          fail(errors);
          return;
        }
        delivered += 1;
        latest[index] = figureOf(data);
        tell();
      },
      error: fail,
      complete: () => fail('It was completed.'),
    });
  });

  async function allSaw(figure: number): Promise<number[]> {
    const times = latest.map((value) => (value >= figure ? performance.now() : null));
    while (times.includes(null)) {
      if (problem) {
        throw problem;
      }
      await once(seen, 'change');
      latest.forEach((value, index) => {
        times[index] ??= value >= figure ? performance.now() : null;
      });
    }
    return times.map(Number);
  }

  await allSaw(0);
  return {
    get delivered() {
      return delivered;
    },
    allSaw,
    async close() {
      isClosing = true;
      for (const client of clients) {
        await client.dispose();
      }
    },
  };
}
