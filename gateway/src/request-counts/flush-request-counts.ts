import { randomUUID } from 'node:crypto';
import { serviceCaller } from '@intendant/kit/identity/caller';
import type { Log } from '@intendant/kit/log';
import type { Upstream } from '../upstream/upstream.ts';
import type { GatewayRequestCount, RequestCounts } from './request-counts.ts';

interface Flush {
  flushId: string;
  counts: GatewayRequestCount[];
}

export interface RequestCountFlusher {
  /** Sends what is left; gives up after a few tries. */
  stop(): Promise<void>;
}

const everyMs = 1_000;
const timeoutMs = 5_000;
/** Flushes kept while health does not answer: about two minutes, then the oldest go. */
const longestBacklog = 120;
const rowsPerFlush = 500;

const mutation = `mutation RecordGatewayRequests($input: RecordGatewayRequestsInput!) {
  recordGatewayRequests(input: $input) { userErrors { message } }
}`;

/**
 * Sends the gateway's own figures to health each second. A flush keeps its id until it is confirmed, and health
 * counts an id once, so that a repeat after a lost answer changes nothing.
 */
export function startRequestCountFlusher(
  counts: Pick<RequestCounts, 'take'>,
  health: Upstream,
  log: Log,
): RequestCountFlusher {
  const backlog: Flush[] = [];
  let sending: Promise<void> | null = null;
  let failures = 0;

  async function send({ flushId, counts }: Flush): Promise<void> {
    const result = await health.execute(
      { query: mutation, variables: { input: { flushId, counts } }, operationName: 'RecordGatewayRequests' },
      {
        caller: serviceCaller('gateway'),
        requestId: flushId,
        deadline: new Date(Date.now() + timeoutMs),
        signal: AbortSignal.timeout(timeoutMs),
      },
    );
    if (result.errors?.length) {
      throw new Error(result.errors[0]?.message);
    }
  }

  function collect(): void {
    const taken = counts.take();
    for (let start = 0; start < taken.length; start += rowsPerFlush) {
      backlog.push({ flushId: randomUUID(), counts: taken.slice(start, start + rowsPerFlush) });
    }
    const lost = backlog.splice(0, Math.max(0, backlog.length - longestBacklog));
    if (lost.length > 0) {
      log.warn({ flushes: lost.length }, 'request counts were dropped, because health does not take them');
    }
  }

  async function sendAll(): Promise<void> {
    for (let next = backlog[0]; next; next = backlog[0]) {
      try {
        await send(next);
        backlog.shift();
        failures = 0;
      } catch (error) {
        failures += 1;
        // Once a minute is enough to know that it goes on.
        if (failures % 60 === 1) {
          log.warn({ err: error }, 'request counts could not be sent; trying again');
        }
        return;
      }
    }
  }

  function flush(): Promise<void> {
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  }

  const timer = setInterval(() => {
    collect();
    void flush();
  }, everyMs);
  timer.unref();

  return {
    async stop() {
      clearInterval(timer);
      await sending;
      collect();
      for (let attempt = 0; backlog.length > 0 && attempt < 3; attempt += 1) {
        await flush();
      }
    },
  };
}
