import type { Resolvers } from '../generated/resolvers.ts';
import { platformHealth } from '../platform-health/platform-health.ts';
import { tenantSummaries } from '../tenant-summary/tenant-summaries.ts';
import { atRiskTenants } from './at-risk-tenants.ts';
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
  },
  TenantRank: {
    tenant: ({ tenantId }) => ({ id: tenantId }),
  },
  TenantSummary: {
    tenant: ({ tenantId }) => ({ id: tenantId }),
    mrr: ({ mrrCents, currency }) => ({ amountCents: mrrCents, currency }),
  },
};
