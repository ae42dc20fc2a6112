import { errorMessage } from '@intendant/kit/errors';
import type { Log } from '@intendant/kit/log';
import { createMetrics } from '@intendant/kit/metrics';
import { createGateway } from '../create-gateway.ts';
import type { Gateway } from '../gateway-options.ts';
import { fixedLimits, type Limits } from '../limits/limits.ts';
import { createMemoryTokenStore } from '../limits/memory-token-store.ts';
import { loadFederation } from '../supergraph/federation.ts';
import { createPlainUpstream } from '../upstream/plain-upstream.ts';
import { UsageError } from './usage-error.ts';

export interface OpenGatewayOptions {
  supergraphSdl: string;
  log: Log;
  limits?: Partial<Limits>;
}

/**
 * What differs from our own limits: costs mean nothing where no list says how long it is, and a test suite sends as
 * fast as it can from one address.
 */
export const openLimits: Partial<Limits> = {
  cost: Number.MAX_SAFE_INTEGER,
  requestsPerSecond: 100_000,
  requestBurst: 100_000,
  anonymousRequestsPerSecond: 100_000,
  anonymousRequestBurst: 100_000,
};

/**
 * Our gateway, with all it checks and does, on any federated supergraph: no identity, no database, the subgraphs
 * where the supergraph says they are. Throws `UsageError` when it is no supergraph or does not say where.
 */
export async function createOpenGateway({
  supergraphSdl,
  log,
  limits,
}: OpenGatewayOptions): Promise<Gateway> {
  const upstreams = addressesIn(supergraphSdl).map(createPlainUpstream);
  log.warn(
    { subgraphs: upstreams.map(({ name }) => name) },
    'IDENTITY NONE: nobody is authenticated and everybody may do everything; @authenticated, @requiresScopes and @policy are not enforced. For tests only.',
  );
  const gateway = await createGateway({
    supergraphSdl,
    upstreams,
    identity: 'none',
    log,
    metrics: createMetrics({ service: 'gateway' }),
    pubsub: null,
    tokens: createMemoryTokenStore(),
    limits: fixedLimits({ ...openLimits, ...limits }),
    isIntrospectionAllowed: true,
  });
  return {
    ...gateway,
    async close() {
      await gateway.close();
      await Promise.all(upstreams.map((upstream) => upstream.close()));
    },
  };
}

function addressesIn(supergraphSdl: string): readonly { name: string; url: string }[] {
  const subgraphs = readSubgraphs(supergraphSdl);
  const lost = subgraphs.find(({ url }) => !/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''));
  if (lost) {
    throw new UsageError(
      `The supergraph does not say where ${lost.name} is served: its @join__graph(url:) is “${lost.url}”, not an http address.`,
    );
  }
  return subgraphs;
}

function readSubgraphs(supergraphSdl: string): readonly { name: string; url: string }[] {
  try {
    return loadFederation(supergraphSdl).subgraphs;
  } catch (error) {
    throw new UsageError(
      `This is not a supergraph that can be served: ${errorMessage(error)} Give the composed SDL, not that of one subgraph.`,
      { cause: error },
    );
  }
}
