import type { Resolvers } from '../generated/resolvers.ts';
import { readRevenue } from './read-revenue.ts';

export const revenueResolvers: Resolvers = {
  Query: {
    revenue: (_, __, ctx) => readRevenue(ctx),
  },
};
