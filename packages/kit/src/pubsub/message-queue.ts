const capacity = 1_000;

/** A bounded queue read as an async iterator. When a reader falls behind, the oldest messages are dropped. */
export class MessageQueue<T> implements AsyncIterableIterator<T> {
  readonly #waiting: ((result: IteratorResult<T, undefined>) => void)[] = [];
  readonly #messages: T[] = [];
  readonly #onEnd: () => void;
  #ended = false;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  push(message: T): void {
    if (this.#ended) {
      return;
    }
    const reader = this.#waiting.shift();
    if (reader) {
      reader({ done: false, value: message });
      return;
    }
    this.#messages.push(message);
    if (this.#messages.length > capacity) {
      this.#messages.shift();
    }
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const message = this.#messages.shift();
    if (message !== undefined) {
      return Promise.resolve({ done: false, value: message });
    }
    if (this.#ended) {
      return Promise.resolve({ done: true, value: undefined });
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  return(): Promise<IteratorResult<T, undefined>> {
    if (!this.#ended) {
      this.#ended = true;
      this.#messages.length = 0;
      this.#waiting.splice(0).forEach((resolve) => resolve({ done: true, value: undefined }));
      this.#onEnd();
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error?: unknown): Promise<IteratorResult<T, undefined>> {
    void this.return();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
