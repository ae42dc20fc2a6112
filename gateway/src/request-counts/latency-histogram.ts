import { latencyBucket } from './latency-bucket.ts';

/** A histogram's columns as health takes them, the buckets in ascending order. */
export interface LatencyColumns {
  count: number;
  latencyBuckets: number[];
  latencyCounts: number[];
}

/** How long things took, counted by bucket. */
export class LatencyHistogram {
  readonly #counts = new Map<number, number>();

  add(milliseconds: number): void {
    const bucket = latencyBucket(milliseconds);
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1);
  }

  columns(): LatencyColumns {
    const sorted = [...this.#counts].sort(([a], [b]) => a - b);
    return {
      count: sorted.reduce((total, [, count]) => total + count, 0),
      latencyBuckets: sorted.map(([bucket]) => bucket),
      latencyCounts: sorted.map(([, count]) => count),
    };
  }
}
