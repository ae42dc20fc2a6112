import { durationPercentiles, type Trace, type TraceFunction } from './azure-trace.ts';

/** One request: up to 1,000 events as the body of `POST /v1/events`. */
export interface Batch {
  index: number;
  events: number;
  body: string;
}

export interface PlanOptions {
  /** The instant that minute 1 of the trace's day (00:00) is mapped to. */
  dayStart: Date;
  batchSize: number;
  /** Batches before this one are counted but not written out. */
  skip?: number;
}

/** Names the sending application in every event; with the event's id it makes a repeat harmless. */
export const replaySource = 'azure-functions-2019';

const minuteMs = 60_000;
// Steps of the golden ratio spread any number of samples evenly over 0 to 1 (a low-discrepancy sequence).
const goldenRatio = 0.618_033_988_749_895;

/** The tenant an owner becomes. */
export function tenantSlug(owner: string): string {
  return `azure-${owner.slice(0, 12)}`;
}

export function workflowName(fn: TraceFunction): string {
  return `${fn.trigger}-${fn.id.slice(0, 12)}`;
}

/**
 * The trace as batches of events in the order of time. The same trace and day give the same batches, with the same
 * event ids, every time: whoever starts again may skip what was sent, or send it twice.
 */
export function* planBatches(trace: Trace, { dayStart, batchSize, skip = 0 }: PlanOptions): Generator<Batch> {
  const written = trace.functions.map((fn) => new EventWriter(fn, trace.fingerprint));
  let index = 0;
  let events: string[] = [];
  let count = 0;
  for (const [column, minute] of trace.minutes.entries()) {
    const minuteStart = dayStart.getTime() + (minute - 1) * minuteMs;
    for (const writer of written) {
      const total = writer.countAt(column);
      for (let n = 0; n < total; n += 1) {
        const text = index >= skip ? writer.write(minute, minuteStart, n, total) : writer.pass();
        if (text !== null) {
          events.push(text);
        }
        count += 1;
        if (count === batchSize) {
          if (index >= skip) {
            yield { index, events: count, body: `[${events.join(',')}]` };
          }
          events = [];
          count = 0;
          index += 1;
        }
      }
    }
  }
  if (count > 0 && index >= skip) {
    yield { index, events: count, body: `[${events.join(',')}]` };
  }
}

/** Writes the events of one function as JSON text; everything that stays the same is written once. */
class EventWriter {
  readonly #fn: TraceFunction;
  readonly #head: string;
  readonly #middle: string;
  readonly #tail: string;
  #sent = 0;

  constructor(fn: TraceFunction, fingerprint: string) {
    this.#fn = fn;
    const text = (value: string): string => JSON.stringify(value);
    this.#head = `{"specversion":"1.0","type":"execution.finished","source":${text(replaySource)},"subject":${text(tenantSlug(fn.owner))},"id":"${fingerprint.slice(0, 8)}-${fn.id.slice(0, 16)}-`;
    this.#middle = `","time":"`;
    this.#tail = `","datacontenttype":"application/json","data":{"workflow":${text(workflowName(fn))},"environment":${text(`app-${fn.app.slice(0, 8)}`)},"outcome":"SUCCEEDED","durationMs":`;
  }

  countAt(column: number): number {
    return this.#fn.counts[column] ?? 0;
  }

  /** Event `n` of `total` in its minute. */
  write(minute: number, minuteStart: number, n: number, total: number): string {
    const at = new Date(minuteStart + Math.floor(((n + 0.5) / total) * minuteMs)).toISOString();
    const duration = durationAt(this.#fn.durations, fraction((this.#sent + 0.5) * goldenRatio));
    this.#sent += 1;
    return `${this.#head}${minute}-${n}${this.#middle}${at}${this.#tail}${duration}}}`;
  }

  /** Leaves one event out, so that the next is what it would have been. */
  pass(): null {
    this.#sent += 1;
    return null;
  }
}

/**
 * The duration in whole milliseconds below which a share `u` (0 to 1) of a function's runs stay: the inverse of its
 * distribution, linear between the percentiles the trace gives. 0 when it gives none.
 */
export function durationAt(durations: readonly number[] | null, u: number): number {
  if (durations === null) {
    return 0;
  }
  const percent = u * 100;
  const upper = durationPercentiles.findIndex((percentile) => percentile >= percent);
  const [x1, y1] = [durationPercentiles[upper] ?? 100, durations[upper] ?? durations.at(-1) ?? 0];
  const [x0, y0] = [durationPercentiles[upper - 1] ?? 0, durations[upper - 1] ?? durations[0] ?? 0];
  return Math.round(x1 === x0 ? y1 : y0 + ((percent - x0) / (x1 - x0)) * (y1 - y0));
}

function fraction(value: number): number {
  return value - Math.floor(value);
}
