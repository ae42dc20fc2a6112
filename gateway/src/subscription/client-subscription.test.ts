import { GraphQLError } from 'graphql';
import { ClientSubscription, queueLength } from './client-subscription.ts';

/** A client that takes a message only when it is told to. */
class SlowClient {
  readonly taken: string[] = [];
  #take: () => void = () => {};

  send(message: string): Promise<void> {
    return new Promise((resolve) => {
      this.#take = () => {
        this.taken.push(message);
        resolve();
      };
    });
  }

  async take(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#take();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the queue of a client', () => {
  let client: SlowClient;
  let dropped: number;
  let subscription: ClientSubscription;
  let ended: Promise<unknown>;

  beforeEach(() => {
    client = new SlowClient();
    dropped = 0;
    const counts = { delivered: () => {}, dropped: () => (dropped += 1) };
    subscription = new ClientSubscription('s', client, counts, () => {});
    ended = subscription.next().catch((error: unknown) => error);
  });

  it('keeps the latest events of a client that does not read, and no more', async () => {
    for (let event = 0; event < 1_000; event += 1) {
      subscription.push(String(event));
      await Promise.resolve();
    }
    for (let taken = 0; taken <= queueLength; taken += 1) {
      await client.take();
    }

    expect(dropped).toBe(1_000 - 1 - queueLength);
    expect(client.taken).toHaveLength(queueLength + 1);
    expect(client.taken.at(-1)).toBe('{"id":"s","type":"next","payload":999}');
  });

  it('knows since when the client has not read', async () => {
    subscription.push('1');
    await new Promise((resolve) => setTimeout(resolve, 30));
    const stuckFor = performance.now() - (subscription.sendingSince ?? Infinity);
    await client.take();

    expect(stuckFor).toBeGreaterThan(20);
    expect(subscription.sendingSince).toBeNull();
  });

  it('sends what is queued before it ends with an error', async () => {
    subscription.push('1');
    subscription.end(new GraphQLError('over'));
    await client.take();

    expect(client.taken).toHaveLength(1);
    expect(await ended).toMatchObject({ message: 'over' });
  });
});
