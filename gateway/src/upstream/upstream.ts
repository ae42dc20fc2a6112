import type { Caller } from '@intendant/kit/identity/caller';
import type { GraphQLFormattedError } from 'graphql';

/** One operation for a subgraph. */
export interface UpstreamOperation {
  query: string;
  variables: Readonly<Record<string, unknown>>;
  operationName: string | null;
  /** The asker only reads the data, which may then be an object that other askers are given as well. */
  isReadOnly?: boolean;
}

/** On whose behalf, and for how long, a subgraph is asked. */
export interface UpstreamCall {
  caller: Caller;
  requestId: string;
  /** When the answer is of no use any more; the subgraph cancels its SQL then. */
  deadline: Date | null;
  /** Aborted when the asker has gone. */
  signal: AbortSignal | null;
}

export interface UpstreamResult {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly GraphQLFormattedError[] | undefined;
}

/** A request for one of a subgraph's HTTP routes. */
export interface ForwardRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

export interface ForwardResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** How the gateway reaches one subgraph: in its own process, or over the network. */
export interface Upstream {
  readonly name: string;
  /** Executes a query or mutation. Throws `UpstreamUnavailableError` when the subgraph cannot be asked. */
  execute(operation: UpstreamOperation, call: UpstreamCall): Promise<UpstreamResult>;
  /** Starts a subscription. The iterator's `return()` ends it at the subgraph, too. */
  subscribe(operation: UpstreamOperation, call: UpstreamCall): Promise<AsyncIterableIterator<UpstreamResult>>;
  /** Hands a request to one of the subgraph's routes; 404 when it has no such route. */
  forward(request: ForwardRequest, call: UpstreamCall): Promise<ForwardResponse>;
  /** Whether the subgraph can be asked right now. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

/** A subgraph does not answer, or answers with something that is not GraphQL. */
export class UpstreamUnavailableError extends Error {
  constructor(name: string, options?: ErrorOptions) {
    super(`The subgraph ${name} is not available.`, options);
    this.name = 'UpstreamUnavailableError';
  }
}
