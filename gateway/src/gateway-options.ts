import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '@intendant/kit/log';
import type { Registry } from '@intendant/kit/metrics';
import type { PubSub } from '@intendant/kit/pubsub/pubsub';
import type { ResolveCredential } from './authentication/caller-resolver.ts';
import type { Credential } from './authentication/credential.ts';
import type { PersistedDocuments } from './http/persisted-documents.ts';
import type { LimitsSource } from './limits/limits.ts';
import type { TokenStore } from './limits/token-store.ts';
import type { OperationOutcome } from './operation/operation-runner.ts';
import type { RestResource } from './rest/rest-resource.ts';
import type { Upstream } from './upstream/upstream.ts';

/** Answers requests that are not the gateway's own, such as the admin UI's pages. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface GatewayOptions {
  /** schema/supergraph.graphql. */
  supergraphSdl: string;
  /** One for each subgraph of the supergraph. */
  upstreams: readonly Upstream[];
  /**
   * `none` takes any supergraph: nobody is authenticated, everybody is permitted everything, and what this gateway
   * knows of its own subgraphs (figures, events, REST, what a subscription's name means) is left out. For
   * conformance tests; never in production.
   */
  identity?: 'required' | 'none';
  log: Log;
  metrics: Registry;
  /** Announces revoked credentials; without it they are noticed within five seconds. */
  pubsub: PubSub | null;
  /** Where the rate limits' tokens are, for all processes together. */
  tokens: TokenStore;
  limits: LimitsSource;
  /** Finds the owner of a credential; asks security unless given. */
  resolveCredential?: ResolveCredential;
  /** Whether what the process needs beyond its subgraphs is there. */
  isReady?: () => Promise<boolean>;
  persistedDocuments?: PersistedDocuments;
  /** Whether clients may read the schema; off unless given. */
  isIntrospectionAllowed?: boolean;
  /** Origins beside the gateway's own whose pages may use the session cookie. */
  allowedOrigins?: readonly string[];
  /** Whether a proxy of ours sets X-Forwarded-For and X-Forwarded-Host. */
  trustProxy?: boolean;
  /** `stock` runs every plan with Apollo's own executor, for comparison; the answers are the same. */
  executor?: 'compiled' | 'stock';
  /** What is served below /api/ beside GraphQL; nothing unless given. */
  rest?: readonly RestResource[];
  /** Takes what no route of the gateway takes. */
  adminUi?: RequestHandler;
}

export interface ExecuteOperation {
  query: string;
  operationName?: string | null;
  variables?: Readonly<Record<string, unknown>> | null;
  credential: Credential | null;
  /** Of the client on whose behalf it is run; its rate limit counts. */
  address: string;
  requestId?: string;
  signal?: AbortSignal | null;
}

export interface ExecutedOperation extends OperationOutcome {
  requestId: string;
}

export interface Gateway {
  /** Answers one HTTP request; never rejects. */
  handleRequest(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Takes over a WebSocket upgrade of `/graphql`; refuses any other. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Runs an operation for code in the same process, with the same checks as over HTTP. */
  executeOperation(operation: ExecuteOperation): Promise<ExecutedOperation>;
  /** Stops taking part: /readyz fails, WebSockets are closed with 1012 so that clients come back elsewhere. */
  drain(): Promise<void>;
  /** Drains, sends the last figures and lets go of everything the gateway made itself. */
  close(): Promise<void>;
}
