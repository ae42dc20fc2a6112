import type { Upstream, UpstreamCall, UpstreamResult } from '../upstream/upstream.ts';
import type { ServiceCounts } from './service-counts.ts';

/**
 * The same upstream, with every fetch counted: how long it took, and whether it failed. What its asker gave up
 * because it had gone itself says nothing about the service and is left out.
 */
export function countedUpstream(upstream: Upstream, counts: Pick<ServiceCounts, 'add'>): Upstream {
  const { name: service } = upstream;

  async function counted<T>(
    call: UpstreamCall,
    fetch: () => Promise<T>,
    isFault: (answer: T) => boolean,
  ): Promise<T> {
    const startedAt = performance.now();
    const ended = () => ({ service, at: Date.now(), milliseconds: performance.now() - startedAt });
    try {
      const answer = await fetch();
      counts.add({ ...ended(), isAnswered: true, isError: isFault(answer) });
      return answer;
    } catch (error) {
      if (!hasAskerGone(call.signal)) {
        counts.add({ ...ended(), isAnswered: false, isError: true });
      }
      throw error;
    }
  }

  return {
    ...upstream,
    execute: (operation, call) => counted(call, () => upstream.execute(operation, call), hasInternalError),
    forward: (request, call) =>
      counted(
        call,
        () => upstream.forward(request, call),
        ({ status }) => status >= 500,
      ),
  };
}

/** Codes of faults of the service itself; an error without a code is a resolver that broke the schema's promise. */
const faults: ReadonlySet<unknown> = new Set([undefined, 'INTERNAL_SERVER_ERROR', 'OPERATION_TIMEOUT']);

function hasInternalError({ errors }: UpstreamResult): boolean {
  return errors?.some(({ extensions }) => faults.has(extensions?.['code'])) ?? false;
}

/** A deadline that has passed is the service's fault, a client that has gone is not. */
function hasAskerGone(signal: AbortSignal | null): boolean {
  const reason: unknown = signal?.aborted ? signal.reason : null;
  return typeof reason === 'object' && reason !== null && 'name' in reason && reason.name !== 'TimeoutError';
}
