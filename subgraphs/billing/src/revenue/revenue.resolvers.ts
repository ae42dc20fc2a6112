import type { Resolvers } from '../generated/resolvers.ts';
import { readRevenue } from './read-revenue.ts';
import { delinquentTenants, expiringTrials } from './short-lists.ts';

export const revenueResolvers = {
  Query: {
    revenue: (_, __, ctx) => readRevenue(ctx),
    delinquentTenants: (_, { first }, ctx) => delinquentTenants(ctx, first),
    expiringTrials: (_, { first }, ctx) => expiringTrials(ctx, first),
  },
  DelinquentTenant: {
    tenant: ({ tenantId }) => ({ id: tenantId }),
  },
} satisfies Resolvers;
