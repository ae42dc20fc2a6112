import { LatencyHistogram, type LatencyColumns } from './latency-histogram.ts';
import { minuteOf, minuteStart } from './minute.ts';

export interface CountedFetch {
  service: string;
  /** When it ended, in milliseconds since 1970. */
  at: number;
  milliseconds: number;
  /** Whether the service answered at all. */
  isAnswered: boolean;
  /** Without an answer, or with an internal error in it. */
  isError: boolean;
}

/** One row as health takes it. */
export interface GatewayServiceCount extends LatencyColumns {
  minute: string;
  service: string;
  errors: number;
  lastAnswerAt: string | null;
}

interface Row {
  minute: number;
  service: string;
  errors: number;
  lastAnswerAt: number | null;
  latencies: LatencyHistogram;
}

/** Adds up the fetches sent to each service, by minute. */
export class ServiceCounts {
  #ended: Row[] = [];
  #current = new Map<string, Row>();

  add({ service, at, milliseconds, isAnswered, isError }: CountedFetch): void {
    const row = this.#rowOf(service, minuteOf(at));
    row.latencies.add(milliseconds);
    row.errors += isError ? 1 : 0;
    row.lastAnswerAt = isAnswered ? at : row.lastAnswerAt;
  }

  /** Whether something was counted in a minute that is over. */
  hasEnded(now: number): boolean {
    const minute = minuteOf(now);
    return this.#ended.length > 0 || [...this.#current.values()].some((row) => row.minute < minute);
  }

  /** Hands over what was counted so far, and starts from nothing. */
  take(): GatewayServiceCount[] {
    const rows = [...this.#ended, ...this.#current.values()];
    this.#ended = [];
    this.#current = new Map();
    return rows.map(({ minute, service, errors, lastAnswerAt, latencies }) => ({
      minute: minuteStart(minute),
      service,
      errors,
      lastAnswerAt: lastAnswerAt === null ? null : new Date(lastAnswerAt).toISOString(),
      ...latencies.columns(),
    }));
  }

  #rowOf(service: string, minute: number): Row {
    const known = this.#current.get(service);
    if (known?.minute === minute) {
      return known;
    }
    if (known) {
      this.#ended.push(known);
    }
    const row: Row = { minute, service, errors: 0, lastAnswerAt: null, latencies: new LatencyHistogram() };
    this.#current.set(service, row);
    return row;
  }
}
