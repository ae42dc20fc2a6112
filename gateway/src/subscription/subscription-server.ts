import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '@intendant/kit/log';
import { GraphQLError, type ExecutionArgs } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Admissions } from '../authentication/admission.ts';
import type { CallerResolver } from '../authentication/caller-resolver.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import { clientAddress } from '../http/client-address.ts';
import type { LimitsSource } from '../limits/limits.ts';
import type { AdmittedOperation, OperationRunner } from '../operation/operation-runner.ts';
import type { PlanRunner } from '../operation/plan-runner.ts';
import { presentErrors } from '../operation/present-errors.ts';
import type { CountedRequest } from '../request-counts/request-counts.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { ClientConnection, closeCodes, isNotAdmitted } from './client-connection.ts';
import { ClientSubscription } from './client-subscription.ts';
import { keepAlive } from './keep-alive.ts';
import { SharedSubscriptions } from './shared-subscriptions.ts';

export interface SubscriptionServerOptions {
  runner: OperationRunner;
  plans: PlanRunner;
  upstreams: ReadonlyMap<string, Upstream>;
  admissions: Admissions;
  resolver: CallerResolver;
  limits: LimitsSource;
  metrics: GatewayMetrics;
  log: Log;
  trustProxy: boolean;
  /** Whether identical subscriptions of clients share one at the subgraph. */
  isSharing: boolean;
  count: (request: CountedRequest) => void;
}

export interface SubscriptionServer {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  drain(): Promise<void>;
}

/** What travels from `onSubscribe` to the execution of one operation. */
interface OperationState {
  connection: ClientConnection;
  id: string;
  admitted: AdmittedOperation;
}

type Extra = { connection: ClientConnection };

const eventTimeoutMs = 10_000;
const longestMessageBytes = 1024 * 1024;
const recheckEveryMs = 1_000;
/** A client that has not read for this long is sent away. */
const slowAfterMs = 30_000;
const closeTimeoutMs = 2_000;

/** Subscriptions (and queries and mutations) over the protocol graphql-transport-ws at `/graphql`. */
export function createSubscriptionServer(options: SubscriptionServerOptions): SubscriptionServer {
  const { runner, plans, upstreams, resolver, limits, metrics, log } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessageBytes, handleProtocols });
  const connections = new Map<ClientConnection, WebSocket>();
  let isDraining = false;
  const shared = new SharedSubscriptions({
    plans,
    upstreams,
    log,
    eventTimeoutMs,
    isSharing: options.isSharing,
    onCount: (open) => metrics.upstreamSubscriptions.set(open),
  });
  const deliveries = {
    delivered: () => metrics.deliveredEvents.inc(),
    dropped: () => metrics.droppedEvents.inc(),
  };

  async function admit(
    connection: ClientConnection,
    payload: { query: string; operationName?: string | null; variables?: Record<string, unknown> | null },
  ): Promise<AdmittedOperation | { errors: readonly GraphQLError[] }> {
    const current = await limits.current();
    await connection.charge(current);
    const { query: source, operationName = null, variables } = payload;
    const admitted = runner.admit(
      { source, operationName, variables: variables ?? {}, caller: connection.caller },
      current,
    );
    const isSubscription =
      'operation' in admitted && admitted.operation.operation.operation === 'subscription';
    if (isSubscription && !connection.reserve(current.subscriptionsPerConnection)) {
      const allowed = current.subscriptionsPerConnection;
      const message = `At most ${allowed} subscriptions may be open on one connection.`;
      const extensions = { code: 'TOO_MANY_SUBSCRIPTIONS', allowed };
      return { errors: [new GraphQLError(message, { extensions })] };
    }
    return admitted;
  }

  async function execute({ connection, admitted }: OperationState) {
    const { caller } = connection;
    const { operation, variables } = admitted;
    const { source, operationName } = operation;
    const request = { source, operationName, variables, caller, requestId: randomUUID(), signal: null };
    const startedAt = performance.now();
    const outcome = await runner.run(admitted, request, await limits.current());
    options.count({
      at: new Date(),
      operation: outcome.operationName ?? 'unnamed',
      tenantId: caller.kind === 'anonymous' ? null : caller.tenantId,
      status: outcome.countedStatus,
      milliseconds: performance.now() - startedAt,
    });
    return outcome.result;
  }

  const protocol = makeServer<Record<string, unknown>, Extra>({
    async onConnect({ connectionParams, extra: { connection } }) {
      try {
        await connection.authenticate(connectionParams, await limits.current());
        return true;
      } catch (error) {
        const code = isNotAdmitted(error) ? closeCodes.forbidden : closeCodes.tryAgainLater;
        connection.socket.close(code, isNotAdmitted(error) ? error.message : 'Try again later');
        return false;
      }
    },
    async onSubscribe({ extra: { connection } }, id, payload) {
      try {
        const admitted = await admit(connection, payload);
        if ('errors' in admitted) {
          return admitted.errors;
        }
        const { document, operationName } = admitted.operation;
        const state: OperationState = { connection, id, admitted };
        return { document, operationName, contextValue: state } as unknown as ExecutionArgs;
      } catch (error) {
        // Whatever happens here concerns this one operation; thrown, it would close the whole socket.
        const scene = { requestId: randomUUID(), log, operationName: payload.operationName ?? null };
        return presentErrors([isNotAdmitted(error) ? error.toGraphQLError() : error], scene);
      }
    },
    execute: ({ contextValue }) => execute(contextValue as OperationState),
    subscribe({ contextValue }) {
      const { connection, id, admitted } = contextValue as OperationState;
      metrics.subscriptions.inc();
      return connection.subscribe(
        admitted,
        (onEnd) =>
          new ClientSubscription(id, connection.socket, deliveries, () => {
            metrics.subscriptions.dec();
            onEnd();
          }),
      );
    },
  });

  function open(socket: WebSocket, request: IncomingMessage): void {
    const connection = new ClientConnection({
      ...options,
      shared,
      headers: request.headers,
      address: clientAddress(request, options),
      socket: {
        send: (message) => sendTo(socket, message),
        close: (code, reason) => closeSocket(socket, code, reason),
      },
    });
    connections.set(connection, socket);
    metrics.connections.set(connections.size);
    keepAlive(socket);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: connection.socket.send,
        close: (code, reason) => closeSocket(socket, code ?? 1000, reason ?? ''),
        onMessage(listener) {
          socket.on('message', (data) => {
            listener(String(data)).catch((error: unknown) => {
              log.error({ err: error }, 'a WebSocket message could not be handled');
              closeSocket(socket, 1011, 'Internal server error');
            });
          });
        },
      },
      { connection },
    );
    socket.on('error', (error) => log.debug({ err: error }, 'a WebSocket failed'));
    socket.once('close', (code, reason) => {
      connections.delete(connection);
      metrics.connections.set(connections.size);
      connection.end();
      void closed(Number(code), String(reason));
    });
  }

  function recheckAll(): void {
    const stuckBefore = performance.now() - slowAfterMs;
    for (const [connection, socket] of connections) {
      if (connection.isStuckSince(stuckBefore)) {
        metrics.cutConnections.inc({ reason: 'slow' });
        connection.end();
        closeSocket(socket, closeCodes.tooSlow, 'Too slow');
      } else {
        void connection.recheck();
      }
    }
  }
  const rechecking = setInterval(recheckAll, recheckEveryMs);
  rechecking.unref();
  const stopListening = resolver.onChange(recheckAll);

  return {
    handleUpgrade(request, socket, head) {
      const path = (request.url ?? '').split('?')[0];
      if (isDraining || path !== '/graphql') {
        const status = isDraining ? '503 Service Unavailable' : '404 Not Found';
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (opened) => open(opened, request));
    },
    async drain() {
      isDraining = true;
      clearInterval(rechecking);
      stopListening();
      const closed = [...connections].map(([connection, socket]) => {
        const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
        connection.cut(closeCodes.restart, 'Service restart');
        return gone;
      });
      await Promise.all(closed);
    },
  };
}

function sendTo(socket: WebSocket, message: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) {
      resolve();
      return;
    }
    // A failed write is followed by the socket's end, which is handled there.
    socket.send(message, () => resolve());
  });
}

function closeSocket(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason.slice(0, 120));
  // Whoever does not read does not answer a close either.
  const timer = setTimeout(() => socket.terminate(), closeTimeoutMs);
  socket.once('close', () => clearTimeout(timer));
}
