import { LatencyHistogram, type LatencyColumns } from './latency-histogram.ts';
import { minuteOf, minuteStart } from './minute.ts';

export interface CountedRequest {
  at: Date;
  /** Name of the operation or route. */
  operation: string;
  tenantId: string | null;
  status: number;
  milliseconds: number;
}

/** One row as health takes it. */
export interface GatewayRequestCount extends LatencyColumns {
  minute: string;
  operation: string;
  tenantId: string | null;
  statusClass: number;
}

interface Row {
  minute: number;
  operation: string;
  tenantId: string | null;
  statusClass: number;
  latencies: LatencyHistogram;
}

/** Rows kept at most; requests beyond are counted under one name, so that made-up names cannot fill the memory. */
const capacity = 2_000;
const otherOperations = 'other';
const longestName = 100;

/** Adds up requests by minute, operation, tenant and status class. */
export class RequestCounts {
  #rows = new Map<string, Row>();

  add({ at, operation, tenantId, status, milliseconds }: CountedRequest): void {
    const minute = minuteOf(at.getTime());
    const statusClass = Math.min(5, Math.max(2, Math.floor(status / 100)));
    const row =
      this.#find(minute, operation.slice(0, longestName), tenantId, statusClass) ??
      this.#find(minute, otherOperations, null, statusClass, true);
    row?.latencies.add(milliseconds);
  }

  /** Hands over what was counted so far, and starts from nothing. */
  take(): GatewayRequestCount[] {
    const rows = [...this.#rows.values()];
    this.#rows = new Map();
    return rows.map(({ minute, latencies, ...row }) => ({
      minute: minuteStart(minute),
      ...row,
      ...latencies.columns(),
    }));
  }

  #find(
    minute: number,
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
    const row: Row = { minute, operation, tenantId, statusClass, latencies: new LatencyHistogram() };
    this.#rows.set(key, row);
    return row;
  }
}
