import type { Upstream, UpstreamResult } from '../upstream/upstream.ts';

/**
 * An upstream that answers those who only read with the same object each time, as a subgraph may. What is written into
 * it all the same is refused.
 */
export function sharingUpstream(upstream: Upstream): Upstream {
  const answers = new Map<string, Promise<UpstreamResult>>();
  return {
    ...upstream,
    execute(operation, call) {
      if (!operation.isReadOnly) {
        return upstream.execute(operation, call);
      }
      const key = JSON.stringify(operation);
      const answer = answers.get(key) ?? upstream.execute(operation, call).then(frozen);
      answers.set(key, answer);
      return answer;
    },
  };
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
