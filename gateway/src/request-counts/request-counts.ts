import { latencyBucket } from './latency-bucket.ts';

export interface CountedRequest {
  at: Date;
  /** Name of the operation or route. */
  operation: string;
  tenantId: string | null;
  status: number;
  milliseconds: number;
}

/** One row as health takes it. */
export interface GatewayRequestCount {
  minute: string;
  operation: string;
  tenantId: string | null;
  statusClass: number;
  count: number;
  latencyBuckets: number[];
  latencyCounts: number[];
}

interface Row {
  minute: string;
  operation: string;
  tenantId: string | null;
  statusClass: number;
  buckets: Map<number, number>;
}

/** Rows kept at most; requests beyond are counted under one name, so that made-up names cannot fill the memory. */
const capacity = 2_000;
const otherOperations = 'other';
const longestName = 100;

/** Adds up requests by minute, operation, tenant and status class. */
export class RequestCounts {
  #rows = new Map<string, Row>();

  add({ at, operation, tenantId, status, milliseconds }: CountedRequest): void {
    const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000).toISOString();
    const statusClass = Math.min(5, Math.max(2, Math.floor(status / 100)));
    const row =
      this.#find(minute, operation.slice(0, longestName), tenantId, statusClass) ??
      this.#find(minute, otherOperations, null, statusClass, true);
    const bucket = latencyBucket(milliseconds);
    row?.buckets.set(bucket, (row.buckets.get(bucket) ?? 0) + 1);
  }

  /** Hands over what was counted so far, and starts from nothing. */
  take(): GatewayRequestCount[] {
    const rows = [...this.#rows.values()];
    this.#rows = new Map();
    return rows.map(({ buckets, ...row }) => {
      const sorted = [...buckets].sort(([a], [b]) => a - b);
      return {
        ...row,
        count: sorted.reduce((total, [, count]) => total + count, 0),
        latencyBuckets: sorted.map(([bucket]) => bucket),
        latencyCounts: sorted.map(([, count]) => count),
      };
    });
  }

  #find(
    minute: string,
    operation: string,
    tenantId: string | null,
    statusClass: number,
    mayExceed = false,
  ): Row | null {
    const key = `${minute}\0${statusClass}\0${tenantId ?? ''}\0${operation}`;
    const known = this.#rows.get(key);
    if (known) {
      return known;
    }
    if (this.#rows.size >= capacity && !mayExceed) {
      return null;
    }
    const row: Row = { minute, operation, tenantId, statusClass, buckets: new Map() };
    this.#rows.set(key, row);
    return row;
  }
}
