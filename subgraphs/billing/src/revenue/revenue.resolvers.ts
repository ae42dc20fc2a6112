import type { Resolvers } from '../generated/resolvers.ts';
import { readRevenue } from './read-revenue.ts';

export const revenueResolvers = {
  Query: {
    revenue: (_, __, ctx) => readRevenue(ctx),
  },
} satisfies Resolvers;
