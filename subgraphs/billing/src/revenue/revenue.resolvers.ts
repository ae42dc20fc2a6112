import type { Resolvers } from '../generated/resolvers.ts';
import { readRevenue } from './read-revenue.ts';
import { expiringTrials, overduePayments } from './short-lists.ts';

export const revenueResolvers = {
  Query: {
    revenue: (_, __, ctx) => readRevenue(ctx),
    overduePayments: (_, { first }, ctx) => overduePayments(ctx, first),
    expiringTrials: (_, { first }, ctx) => expiringTrials(ctx, first),
  },
} satisfies Resolvers;
