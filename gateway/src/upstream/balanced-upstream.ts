import type { Log } from '@intendant/kit/log';
import {
  UpstreamUnavailableError,
  type ForwardRequest,
  type ForwardResponse,
  type Upstream,
  type UpstreamCall,
  type UpstreamOperation,
  type UpstreamResult,
} from './upstream.ts';

/** How long a replica that did not answer is left alone, unless all of them are. */
const restMs = 1_000;

/** Failures that happen before a request is on its way, so that it was not carried out. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

interface Replica {
  upstream: Upstream;
  /** Not asked before this instant while another replica is there. */
  restsUntil: number;
}

/**
 * Several replicas of one subgraph as one upstream: each call goes to the next of those that answer. A query, a
 * subscription and a forwarded request (events are taken once, however often they come) go on to another replica when
 * one does not answer; a mutation only when it certainly never left, because it must not happen twice.
 */
export function createBalancedUpstream(
  replicas: readonly Upstream[],
  log: Log,
  now: () => number = Date.now,
): Upstream {
  const [first] = replicas;
  if (!first) {
    throw new Error('An upstream needs at least one replica.');
  }
  if (replicas.length === 1) {
    return first;
  }
  const { name } = first;
  const all: Replica[] = replicas.map((upstream) => ({ upstream, restsUntil: 0 }));
  let turn = 0;

  /** Those that answered last, from the next in turn on; after them the resting ones, in case they are back. */
  function inTurn(): Replica[] {
    turn = (turn + 1) % all.length;
    const rotated = [...all.slice(turn), ...all.slice(0, turn)];
    const isResting = (replica: Replica): boolean => replica.restsUntil > now();
    return [...rotated.filter((replica) => !isResting(replica)), ...rotated.filter(isResting)];
  }

  async function ask<T>(
    send: (upstream: Upstream) => Promise<T>,
    mayRepeat: (error: unknown) => boolean,
    call: UpstreamCall,
  ): Promise<T> {
    const candidates = inTurn();
    for (const [index, replica] of candidates.entries()) {
      try {
        const answer = await send(replica.upstream);
        replica.restsUntil = 0;
        return answer;
      } catch (error) {
        if (!(error instanceof UpstreamUnavailableError)) {
          throw error;
        }
        replica.restsUntil = now() + restMs;
        const isLast = index === candidates.length - 1;
        if (isLast || !mayRepeat(error) || call.signal?.aborted) {
          throw error;
        }
        log.warn({ err: error, subgraph: name }, 'a replica does not answer; asking the next');
      }
    }
    throw new UpstreamUnavailableError(name);
  }

  return {
    name,
    execute(operation: UpstreamOperation, call: UpstreamCall): Promise<UpstreamResult> {
      const mayRepeat = isMutation(operation) ? wasNeverSent : () => true;
      return ask((upstream) => upstream.execute(operation, call), mayRepeat, call);
    },
    subscribe: (operation, call) =>
      ask(
        (upstream) => upstream.subscribe(operation, call),
        () => true,
        call,
      ),
    forward: (request: ForwardRequest, call: UpstreamCall): Promise<ForwardResponse> =>
      ask(
        (upstream) => upstream.forward(request, call),
        () => true,
        call,
      ),
    async isReady() {
      const answers = await Promise.all(all.map(({ upstream }) => upstream.isReady()));
      return answers.some(Boolean);
    },
    async close() {
      await Promise.all(all.map(({ upstream }) => upstream.close()));
    },
  };
}

function isMutation({ query }: UpstreamOperation): boolean {
  return /^\s*mutation\b/.test(query);
}

function wasNeverSent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && neverSent.has(String(cause.code))) {
      return true;
    }
  }
  return false;
}
