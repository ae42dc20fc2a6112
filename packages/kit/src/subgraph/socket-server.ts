import type { Server } from 'node:http';
import { GraphQLError, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Context } from '../context.ts';
import { identityHeader, type IdentityVerifier, type VerifiedIdentity } from '../identity/identity-token.ts';
import type { SubgraphRuntime } from './runtime.ts';

/**
 * Serves subscriptions over graphql-ws at /graphql. The identity comes signed in `connection_init`
 * (`{ "x-intendant-identity": "…" }`); a socket without one is closed with 4403.
 */
export function createSocketServer(
  server: Server,
  { runtime, verifier }: { runtime: SubgraphRuntime; verifier: IdentityVerifier },
): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: 1024 * 1024 });
  const identities = new WeakMap<object, VerifiedIdentity>();
  const disposable = useServer<Record<string, unknown>, { socket: object }>(
    {
      schema: runtime.schema,
      async onConnect({ connectionParams, extra }) {
        const token = connectionParams?.[identityHeader];
        try {
          identities.set(extra.socket, await verifier.verify(typeof token === 'string' ? token : undefined));
          return true;
        } catch {
          return false;
        }
      },
      onSubscribe({ extra }, _id, payload) {
        const identity = identities.get(extra.socket);
        if (!identity) {
          return [new GraphQLError('The connection carries no identity.')];
        }
        try {
          return {
            schema: runtime.schema,
            document: parse(payload.query),
            operationName: payload.operationName ?? undefined,
            variableValues: payload.variables ?? undefined,
            contextValue: runtime.contextFor(identity),
          };
        } catch (error) {
          // Returned, not thrown: graphql-ws would close the whole socket over one malformed subscription.
          return [error instanceof GraphQLError ? error : new GraphQLError('The operation is malformed.')];
        }
      },
      // The runtime validates, masks and remembers documents; graphql-ws only carries the messages.
      subscribe: (args) => runtime.subscribe(operationOf(args)),
      execute: (args) => runtime.execute(operationOf(args)),
    },
    sockets,
    20_000,
  );
  return {
    async close() {
      await disposable.dispose();
    },
  };
}

function operationOf(args: {
  document: ReturnType<typeof parse>;
  contextValue?: unknown;
  variableValues?: { readonly [name: string]: unknown } | null | undefined;
  operationName?: string | null | undefined;
}): Parameters<SubgraphRuntime['subscribe']>[0] {
  return {
    query: args.document,
    variables: args.variableValues ?? {},
    operationName: args.operationName ?? null,
    // Set by onSubscribe above.
    context: args.contextValue as Context,
  };
}
