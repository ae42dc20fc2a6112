import type { SubgraphRuntime } from '@intendant/kit/subgraph/runtime';
import type { ExecutionResult } from 'graphql';
import type { Upstream, UpstreamCall, UpstreamOperation, UpstreamResult } from './upstream.ts';

/** What the gateway uses of a runtime. */
export type InProcessRuntime = Pick<
  SubgraphRuntime,
  'contextFor' | 'execute' | 'subscribe' | 'routes' | 'isReady'
>;

/**
 * A subgraph in this process: its schema is executed directly and the caller is handed over as the object it is.
 * The runtime is not closed with the upstream; whoever made it does that.
 */
export function createInProcessUpstream(name: string, runtime: InProcessRuntime): Upstream {
  function operationFor(operation: UpstreamOperation, call: UpstreamCall) {
    const { caller, requestId, deadline } = call;
    return { ...operation, context: runtime.contextFor({ caller, requestId, deadline }) };
  }

  return {
    name,
    async execute(operation, call) {
      call.signal?.throwIfAborted();
      const running = runtime.execute(operationFor(operation, call));
      return toResult(await (call.signal ? raceAbort(running, call.signal) : running));
    },
    async subscribe(operation, call) {
      const started = await runtime.subscribe(operationFor(operation, call));
      return Symbol.asyncIterator in started ? results(started) : results(only(started));
    },
    async forward(request, call) {
      const route = runtime.routes.find(
        ({ method, path }) => method === request.method && path === request.path,
      );
      if (!route) {
        return { status: 404, headers: {}, body: '' };
      }
      const { caller, requestId, deadline } = call;
      return route.handle(runtime.contextFor({ caller, requestId, deadline }), { ...request });
    },
    isReady: () => runtime.isReady(),
    close: () => Promise.resolve(),
  };
}

// graphql-js errors carry their document and stack; what leaves an upstream is what would leave it over HTTP.
function toResult({ data, errors }: ExecutionResult): UpstreamResult {
  return errors ? { data, errors: errors.map((error) => error.toJSON()) } : { data };
}

function raceAbort<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    running.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

async function* only(result: ExecutionResult): AsyncGenerator<ExecutionResult, void, void> {
  yield result;
}

// Not an async generator: `return()` must reach the subgraph at once, even while it waits for the next event.
function results(source: AsyncIterable<ExecutionResult>): AsyncIterableIterator<UpstreamResult> {
  const iterator = source[Symbol.asyncIterator]();
  return {
    async next() {
      const step = await iterator.next();
      return step.done ? { done: true, value: undefined } : { done: false, value: toResult(step.value) };
    },
    async return() {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
