import { authorise } from '@intendant/kit/identity/authorise';
import { changeStream } from '@intendant/kit/pubsub/change-stream';
import type { HealthContext } from '../context.ts';
import { atRiskTenants } from '../fleet/at-risk-tenants.ts';
import { authoriseFleet, fleetHealth } from '../fleet/fleet-health.ts';
import { tenantRanking } from '../fleet/tenant-ranking.ts';
import { usage } from '../fleet/usage.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { platformHealth } from '../platform-health/platform-health.ts';
import { rateLimitBreaches } from '../rate-limit/rate-limit-breaches.ts';
import { newestSummary, readableSummary } from '../tenant-health/readable-summary.ts';
import { concerns, healthChangedTopic, platformChangedTopic } from './health-changed.ts';

export const liveResolvers: Resolvers = {
  Subscription: {
    platformHealthChanged: {
      subscribe: (_, __, ctx) => platformHealthChanges(ctx),
    },
    tenantHealthChanged: {
      subscribe: (_, { tenantId }, ctx) => tenantHealthChanges(ctx, tenantId.toLowerCase()),
    },
  },
  // What is told after a change must know that change.
  PlatformHealthChange: {
    platformHealth: (_, __, ctx) => platformHealth(ctx, 'current'),
    fleetHealth: (_, __, ctx) => fleetHealth(ctx, 'current'),
    usage: (_, __, ctx) => usage(ctx, 'current'),
    atRiskTenants: (_, { first }, ctx) => atRiskTenants(ctx, first, 'current'),
    tenantRanking: (_, { by, first }, ctx) => tenantRanking(ctx, by, first, 'current'),
    rateLimitBreaches: (_, { first }, ctx) => rateLimitBreaches(ctx, first, 'current'),
  },
};

type PlatformEvent = { platformHealthChanged: { asOf: Date } };

function platformHealthChanges(ctx: HealthContext): AsyncIterableIterator<PlatformEvent> {
  authoriseFleet(ctx);
  let told = '';
  return changeStream<PlatformEvent>({
    pubsub: ctx.pubsub,
    topics: [healthChangedTopic, platformChangedTopic],
    next: async (cause) => {
      if (cause !== 'change') {
        const figures = withoutTime(await Promise.all([fleetHealth(ctx), usage(ctx), platformHealth(ctx)]));
        const isSame = figures === told;
        told = figures;
        if (cause === 'heartbeat' && isSame) {
          return null;
        }
      }
      return { value: { platformHealthChanged: { asOf: ctx.clock.now() } } };
    },
  });
}

type TenantEvent = { tenantHealthChanged: { id: string } | null };

function tenantHealthChanges(ctx: HealthContext, tenantId: string): AsyncIterableIterator<TenantEvent> {
  authorise(ctx, 'health:read');
  let told = '';
  return changeStream<TenantEvent>({
    pubsub: ctx.pubsub,
    topics: [healthChangedTopic],
    isRelevant: (payload) => concerns(payload, tenantId),
    next: async (cause) => {
      const summary =
        cause === 'start' ? await newestSummary(ctx, tenantId) : await readableSummary(ctx, tenantId);
      if (!summary) {
        return { value: { tenantHealthChanged: null }, isLast: true };
      }
      const { executionFigures } = ctx.loaders;
      if (cause !== 'change') {
        const figures = withoutTime([
          { ...summary, evaluatedAt: null },
          ...(await Promise.all([
            executionFigures.load({ tenantId, window: 'H1' }),
            executionFigures.load({ tenantId, window: 'H24' }),
          ])),
        ]);
        const isSame = figures === told;
        told = figures;
        if (cause === 'heartbeat' && isSame) {
          return null;
        }
      }
      return { value: { tenantHealthChanged: { id: tenantId } } };
    },
  });
}

/** Figures as text, to compare: when they were computed is no difference. */
function withoutTime(figures: unknown): string {
  return JSON.stringify(figures, (key, value: unknown) => (key === 'asOf' ? undefined : value));
}
