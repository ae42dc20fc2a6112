import { randomUUID } from 'node:crypto';
import { serviceCaller } from '@intendant/kit/identity/caller';
import type { Log } from '@intendant/kit/log';
import type { Upstream } from '../upstream/upstream.ts';
import type { Figures, GatewayFigures } from './gateway-figures.ts';

interface Flush extends Figures {
  flushId: string;
}

export interface FiguresFlusher {
  /** Sends what is left; gives up after a few tries. */
  stop(): Promise<void>;
}

const everyMs = 1_000;
const timeoutMs = 5_000;
/** Flushes kept while health does not answer: about two minutes, then the oldest go. */
const longestBacklog = 120;

const mutation = `mutation RecordGatewayRequests($input: RecordGatewayRequestsInput!) {
  recordGatewayRequests(input: $input) { userErrors { message } }
}`;

/**
 * Sends the gateway's own figures to health each second. A flush keeps its id until it is confirmed, and health
 * counts an id once, so that a repeat after a lost answer changes nothing. Give it an upstream whose fetches are not
 * counted: they would be the figures of the next flush.
 */
export function startFiguresFlusher(
  figures: Pick<GatewayFigures, 'take'>,
  health: Upstream,
  log: Log,
): FiguresFlusher {
  const backlog: Flush[] = [];
  let sending: Promise<void> | null = null;
  let failures = 0;

  async function send(input: Flush): Promise<void> {
    const result = await health.execute(
      { query: mutation, variables: { input }, operationName: 'RecordGatewayRequests' },
      {
        caller: serviceCaller('gateway'),
        requestId: input.flushId,
        deadline: new Date(Date.now() + timeoutMs),
        signal: AbortSignal.timeout(timeoutMs),
      },
    );
    if (result.errors?.length) {
      throw new Error(result.errors[0]?.message);
    }
    const refused = userErrorsOf(result.data?.['recordGatewayRequests']);
    if (refused.length > 0) {
      // Sent again they would be refused again, so they are given up.
      log.error({ userErrors: refused, flushId: input.flushId }, 'health refused figures of the gateway');
    }
  }

  function collect(isLast: boolean): void {
    backlog.push(...figures.take({ isLast }).map((part) => ({ flushId: randomUUID(), ...part })));
    const lost = backlog.splice(0, Math.max(0, backlog.length - longestBacklog));
    if (lost.length > 0) {
      log.warn({ flushes: lost.length }, 'figures were dropped, because health does not take them');
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
          log.warn({ err: error }, 'figures could not be sent; trying again');
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
    collect(false);
    void flush();
  }, everyMs);
  timer.unref();

  return {
    async stop() {
      clearInterval(timer);
      await sending;
      collect(true);
      for (let attempt = 0; backlog.length > 0 && attempt < 3; attempt += 1) {
        await flush();
      }
    },
  };
}

function userErrorsOf(payload: unknown): unknown[] {
  const errors = typeof payload === 'object' && payload !== null && 'userErrors' in payload;
  return errors && Array.isArray(payload.userErrors) ? payload.userErrors : [];
}
