import {
  createSourceEventStream,
  execute,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { Context } from '../context.ts';

export interface SubscribeOptions {
  schema: GraphQLSchema;
  document: DocumentNode;
  variables: Readonly<Record<string, unknown>>;
  operationName: string | undefined;
  /** For starting the subscription. */
  context: Context;
  /** A new context for each event: the rows and loaders of the last one would show the state before. */
  contextForEvent: () => Context;
  mask: (result: ExecutionResult) => ExecutionResult;
}

/** Starts a subscription as GraphQL's own `subscribe` does, but executes each event with a context of its own. */
export async function subscribe(
  options: SubscribeOptions,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const { schema, document, variables: variableValues, operationName, mask } = options;
  const common = { schema, document, variableValues, operationName };
  const source = await createSourceEventStream({ ...common, contextValue: options.context });
  if (!(Symbol.asyncIterator in source)) {
    return mask(source);
  }
  const events = source[Symbol.asyncIterator]();
  // Not an async generator: `return()` must reach the source at once, even while it waits for the next event.
  const results: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const event = await events.next();
      if (event.done) {
        return { done: true, value: undefined };
      }
      const contextValue = options.contextForEvent();
      return { done: false, value: mask(await execute({ ...common, rootValue: event.value, contextValue })) };
    },
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => results,
  };
  return results;
}
