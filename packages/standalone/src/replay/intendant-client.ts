import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { Agent, request, type Dispatcher } from 'undici';
import { OperatorError } from '../operator-error.ts';

export interface Ingested {
  accepted: number;
  duplicates: number;
}

/** What an integrator's program is: an API key, GraphQL and `POST /v1/events`. */
export interface IntendantClient {
  /** The data of an operation. Throws `OperatorError` when it is refused. */
  graphql<T>(query: string, variables?: object): Promise<T>;
  /** Sends a batch, as often as it takes. Throws `OperatorError` when the server refuses it for good. */
  ingest(body: string, signal?: AbortSignal): Promise<Ingested>;
  close(): Promise<void>;
}

// Level 1 halves the time of the default at nine tenths of its effect on events.
const compress = promisify(gzip);
const longestPauseMs = 15_000;
const giveUpAfterMs = 120_000;

export function createIntendantClient(options: {
  url: string;
  apiKey: string;
  connections: number;
}): IntendantClient {
  const { apiKey, connections } = options;
  const base = options.url.replace(/\/+$/, '');
  const dispatcher = new Agent({ connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
  const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' };

  /** One request, repeated while the server is busy or away. */
  async function send(path: string, init: Partial<Dispatcher.RequestOptions>, signal?: AbortSignal) {
    const startedAt = Date.now();
    for (let attempt = 0; ; attempt += 1) {
      signal?.throwIfAborted();
      const outcome = await sendOnce(`${base}${path}`, init);
      if (outcome.kind === 'answer') {
        return outcome;
      }
      if (Date.now() - startedAt > giveUpAfterMs) {
        throw new OperatorError(`${base} ${outcome.problem}; the replay can be started again and resumes.`);
      }
      const backoff = Math.min(longestPauseMs, 100 * 2 ** attempt);
      await pause(Math.max(outcome.retryAfterMs ?? 0, backoff * (0.5 + Math.random() / 2)), undefined, {
        signal,
      });
    }
  }

  async function sendOnce(url: string, init: Partial<Dispatcher.RequestOptions>): Promise<Outcome> {
    try {
      const {
        statusCode,
        headers: answered,
        body,
      } = await request(url, { ...init, method: 'POST', dispatcher });
      const text = await body.text();
      if (statusCode === 429 || statusCode >= 502) {
        const seconds = Number(answered['retry-after']);
        const problem = statusCode === 429 ? 'keeps limiting the rate' : `answers ${statusCode}`;
        return { kind: 'later', problem, retryAfterMs: seconds > 0 ? seconds * 1000 : null };
      }
      return { kind: 'answer', status: statusCode, text };
    } catch (error) {
      const problem = `does not answer (${error instanceof Error ? error.message || error.name : String(error)})`;
      return { kind: 'later', problem, retryAfterMs: null };
    }
  }

  return {
    async graphql<T>(query: string, variables: object = {}): Promise<T> {
      const body = JSON.stringify({ query, variables });
      const answer = await send('/graphql', {
        headers: { ...headers, 'content-type': 'application/json' },
        body,
      });
      const result = parseJson<{ data?: T; errors?: { message: string }[] }>(answer.text);
      if (!result?.data || result.errors) {
        throw refused(answer.status, result?.errors?.[0]?.message ?? answer.text);
      }
      return result.data;
    },
    async ingest(text, signal) {
      const body = await compress(text, { level: constants.Z_BEST_SPEED });
      const type = 'application/cloudevents-batch+json';
      const answer = await send(
        '/v1/events',
        { headers: { ...headers, 'content-type': type, 'content-encoding': 'gzip' }, body },
        signal,
      );
      const result = parseJson<Ingested>(answer.text);
      if (answer.status !== 202 || !result) {
        throw refused(answer.status, answer.text);
      }
      return result;
    },
    close: () => dispatcher.close(),
  };
}

type Outcome =
  | { kind: 'answer'; status: number; text: string }
  | { kind: 'later'; problem: string; retryAfterMs: number | null };

function refused(status: number, text: string): OperatorError {
  if (status === 401) {
    return new OperatorError(
      'The API key is unknown, expired or revoked; create one with `npm run key -- create`.',
    );
  }
  return new OperatorError(`The server refused the request (${status}): ${text.slice(0, 500)}`);
}

function parseJson<T>(text: string): T | null {
  try {
    // The server's own contract states the shape.
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
