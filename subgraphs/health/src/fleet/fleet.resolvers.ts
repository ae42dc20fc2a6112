import type { Resolvers } from '../generated/resolvers.ts';
import { platformHealth } from '../platform-health/platform-health.ts';
import { quantile } from '../rollup/latency-histogram.ts';
import { fleetHistogram } from '../rollup/to-series.ts';
import { tenantSummaries } from '../tenant-summary/tenant-summaries.ts';
import { tenantViewCounts } from '../tenant-summary/tenant-view-counts.ts';
import { atRiskTenants } from './at-risk-tenants.ts';
import { fleetDurations } from './fleet-durations.ts';
import { fleetHealth } from './fleet-health.ts';
import { tenantRanking } from './tenant-ranking.ts';
import { usage } from './usage.ts';

export const fleetResolvers: Resolvers = {
  Query: {
    platformHealth: (_, __, ctx) => platformHealth(ctx),
    fleetHealth: (_, __, ctx) => fleetHealth(ctx),
    usage: (_, __, ctx) => usage(ctx),
    atRiskTenants: (_, { first }, ctx) => atRiskTenants(ctx, first),
    tenantRanking: (_, { by, first }, ctx) => tenantRanking(ctx, by, first),
    tenantSummaries: (_, args, ctx) => tenantSummaries(ctx, args),
    tenantViewCounts: (_, __, ctx) => tenantViewCounts(ctx),
  },
  TenantRank: {
    tenant: ({ tenantId }) => ({ id: tenantId }),
  },
  ExecutionPoint: {
    p95DurationMs: async ({ at, durations }, _, ctx) =>
      durations === fleetHistogram
        ? ((await fleetDurations(ctx)).get(at.getTime()) ?? null)
        : quantile(durations, 0.95),
  },
  TenantSummary: {
    tenant: ({ tenantId }) => ({ id: tenantId }),
    mrr: ({ mrrCents, currency }) => ({ amountCents: mrrCents, currency }),
    rateLimited24h: async ({ tenantId }, _, ctx) =>
      (await ctx.loaders.rateLimited.load({ tenantId })).rejected,
  },
};
