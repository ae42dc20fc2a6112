import type { PubSub } from './pubsub.ts';

// The first change after a quiet time is told at once, those that follow are told together.
const usualIntervalMs = 250;
// What depends on the time changes without a message.
const heartbeatMs = 5_000;

export type Cause = 'start' | 'change' | 'heartbeat';

export interface ChangeStreamOptions<T> {
  pubsub: PubSub;
  topics: readonly string[];
  isRelevant?: (payload: unknown) => boolean;
  /** The shortest time between two events; a quarter of a second unless given. */
  shortestIntervalMs?: number;
  /** The next event; null when nothing changed. `isLast` ends the stream after it, `hasMore` asks for another. */
  next: (cause: Cause) => Promise<{ value: T; isLast?: boolean; hasMore?: boolean } | null>;
}

/**
 * Events of a subscription: one at once, then one after changes, at most four a second, and one when a heartbeat finds
 * a difference. `return()` takes effect at once, also while an event is awaited, and leaves no timer or listener.
 */
export function changeStream<T>(options: ChangeStreamOptions<T>): AsyncIterableIterator<T> {
  const { pubsub, topics, isRelevant = () => true, shortestIntervalMs = usualIntervalMs, next } = options;
  let hasStarted = false;
  let hasEnded = false;
  let hasChanged = false;
  let lastAt = 0;
  let wake: () => void = () => {};

  const stops = [
    ...topics.map((topic) => pubsub.listen(topic, (payload) => isRelevant(payload) && markChanged())),
    // Messages during a lost connection are gone.
    pubsub.onReconnect(markChanged),
  ];

  function markChanged(): void {
    hasChanged = true;
    wake();
  }

  function end(): void {
    hasEnded = true;
    stops.splice(0).forEach((stop) => stop());
    wake();
  }

  /** Resolves after the time, or as soon as something happens. */
  function sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      timer.unref();
      wake = done;
      function done(): void {
        clearTimeout(timer);
        wake = () => {};
        resolve();
      }
    });
  }

  async function nextCause(): Promise<Cause> {
    if (!hasStarted) {
      return 'start';
    }
    while (!hasEnded) {
      const since = performance.now() - lastAt;
      if (hasChanged && since >= shortestIntervalMs) {
        return 'change';
      }
      if (since >= heartbeatMs) {
        return 'heartbeat';
      }
      await sleep(Math.ceil((hasChanged ? shortestIntervalMs : heartbeatMs) - since));
    }
    return 'heartbeat';
  }

  async function pull(): Promise<IteratorResult<T, undefined>> {
    while (!hasEnded) {
      const cause = await nextCause();
      if (hasEnded) {
        break;
      }
      hasStarted = true;
      hasChanged = false;
      lastAt = performance.now();
      const event = await next(cause);
      if (event && !hasEnded) {
        if (event.isLast) {
          end();
        }
        hasChanged ||= event.hasMore ?? false;
        return { done: false, value: event.value };
      }
    }
    return { done: true, value: undefined };
  }

  let last: Promise<unknown> = Promise.resolve();
  return {
    next() {
      const result = last.then(pull);
      last = result.catch(() => {});
      return result;
    },
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    throw(error) {
      end();
      return Promise.reject(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
