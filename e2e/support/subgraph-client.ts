import { pem } from '@intendant/kit/env';
import type { Caller } from '@intendant/kit/identity/caller';
import { createIdentitySigner } from '@intendant/kit/identity/identity-token';
import { createCallTokens } from '@intendant/gateway/upstream/call-tokens';
import { createRemoteUpstream } from '@intendant/gateway/upstream/remote-upstream';
import type {
  Upstream,
  UpstreamCall,
  UpstreamOperation,
  UpstreamResult,
} from '@intendant/gateway/upstream/upstream';
import type { SubgraphAddresses } from './instances.ts';
import type { RootOperation } from './root-operations.ts';

/** What a subgraph answers when it is asked itself, past the gateway and all the gateway would have refused. */
export interface SubgraphAnswer {
  data: unknown;
  codes: unknown[];
}

export interface SubgraphClient {
  ask(operation: RootOperation, caller: Caller): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}

/** Talks to the subgraphs as the gateway does, with tokens signed by the gateway's key for whatever caller. */
export function subgraphClient({ urls, identityKey }: SubgraphAddresses): SubgraphClient {
  const tokens = createCallTokens(createIdentitySigner(pem.parse(identityKey)));
  const upstreams = new Map<string, Upstream>(
    Object.entries(urls).map(([name, url]) => [name, createRemoteUpstream({ name, url, tokens })]),
  );
  return {
    async ask({ subgraph, kind, document }, caller) {
      const upstream = upstreams.get(subgraph);
      if (!upstream) {
        throw new Error(`There is no subgraph ${subgraph}.`);
      }
      const request = { query: document, variables: {}, operationName: null };
      const call: UpstreamCall = { caller, requestId: 'direct', deadline: null, signal: null };
      const answer =
        kind === 'subscription'
          ? await firstOf(upstream, request, call)
          : await upstream.execute(request, call);
      return {
        data: answer.data ?? null,
        codes: (answer.errors ?? []).map((error) => error.extensions?.['code']),
      };
    },
    close: async () => {
      await Promise.all([...upstreams.values()].map((upstream) => upstream.close()));
    },
  };
}

/** The first event; nothing more is asked for. */
async function firstOf(
  upstream: Upstream,
  request: UpstreamOperation,
  call: UpstreamCall,
): Promise<UpstreamResult> {
  const events = await upstream.subscribe(request, call);
  const { value, done } = await events.next();
  await events.return?.();
  return done ? {} : value;
}
