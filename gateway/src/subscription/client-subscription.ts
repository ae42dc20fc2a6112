import type { GraphQLError } from 'graphql';

/** The socket of a client, as far as a subscription uses it. */
export interface MessageSink {
  /** Resolves when the message has left the process: a client that does not read keeps it waiting. */
  send(message: string): Promise<void>;
}

export interface DeliveryCounts {
  delivered(): void;
  dropped(): void;
}

/** Events kept for a client that reads more slowly than they come; the oldest give way to the newest. */
export const queueLength = 16;

/**
 * One subscription of one client. Events arrive as JSON that all clients with the same subscription share; they are
 * sent one after another, so a slow client holds up nobody but itself. graphql-ws reads it as an iterator that
 * yields nothing: the events go straight to the socket, past its serialisation of every event for every client.
 */
export class ClientSubscription implements AsyncIterableIterator<never> {
  readonly #prefix: string;
  readonly #sink: MessageSink;
  readonly #counts: DeliveryCounts;
  readonly #onEnd: () => void;
  #queue: string[] = [];
  #wake: (() => void) | null = null;
  #isEnded = false;
  #error: GraphQLError | null = null;
  #sendingSince: number | null = null;

  constructor(id: string, sink: MessageSink, counts: DeliveryCounts, onEnd: () => void) {
    this.#prefix = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    this.#sink = sink;
    this.#counts = counts;
    this.#onEnd = onEnd;
  }

  /** Since when the client has not taken the event it is being sent; null when none is on its way. */
  get sendingSince(): number | null {
    return this.#sendingSince;
  }

  push(json: string): void {
    if (this.#isEnded) {
      return;
    }
    if (this.#queue.push(json) > queueLength) {
      this.#queue.shift();
      this.#counts.dropped();
    }
    this.#wakeUp();
  }

  /** Ends the subscription: what is queued is still sent, then it completes, or fails with the error. */
  end(error: GraphQLError | null = null): void {
    if (!this.#isEnded) {
      this.#isEnded = true;
      this.#error = error;
      this.#onEnd();
      this.#wakeUp();
    }
  }

  async next(): Promise<IteratorResult<never, undefined>> {
    for (;;) {
      const json = this.#queue.shift();
      if (json !== undefined) {
        this.#sendingSince = performance.now();
        await this.#sink.send(`${this.#prefix}${json}}`);
        this.#sendingSince = null;
        this.#counts.delivered();
      } else if (this.#isEnded) {
        if (this.#error) {
          throw this.#error;
        }
        return { done: true, value: undefined };
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  return(): Promise<IteratorResult<never, undefined>> {
    this.#queue = [];
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
