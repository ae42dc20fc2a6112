import type { Batch } from './replay-plan.ts';
import type { Ingested } from './intendant-client.ts';

export interface SendOptions {
  batches: Iterable<Batch>;
  connections: number;
  ingest(body: string, signal: AbortSignal): Promise<Ingested>;
  /** Called after each batch; `nextBatch` is the first that may not be stored yet. */
  onStored(batch: Batch, result: Ingested, nextBatch: number): void;
  /** Sends no further batches once aborted; those under way come to their end. */
  stop: AbortSignal;
}

/**
 * Sends batches over several connections at a time. Ends when all are stored or it was told to stop; throws the
 * first refusal, after everything under way has ended.
 */
export async function sendBatches(options: SendOptions): Promise<void> {
  const { connections, ingest, onStored, stop } = options;
  const iterator = options.batches[Symbol.iterator]();
  const stored = new Set<number>();
  const failure = new AbortController();
  let nextBatch: number | null = null;

  async function work(): Promise<void> {
    for (;;) {
      if (stop.aborted || failure.signal.aborted) {
        return;
      }
      const { done, value: batch } = iterator.next();
      if (done) {
        return;
      }
      nextBatch ??= batch.index;
      const result = await ingest(batch.body, failure.signal);
      stored.add(batch.index);
      while (stored.delete(nextBatch)) {
        nextBatch += 1;
      }
      onStored(batch, result, nextBatch);
    }
  }

  const workers = Array.from({ length: connections }, () =>
    work().catch((error: unknown) => {
      if (!failure.signal.aborted) {
        failure.abort(error);
      }
    }),
  );
  await Promise.all(workers);
  failure.signal.throwIfAborted();
}
