import type { Resolvers } from './generated/resolvers.ts';
import { settingResolvers } from './setting/setting.resolvers.ts';
import { tenantSelectionResolvers } from './tenant-selection/tenant-selection.resolvers.ts';
import { tenantResolvers } from './tenant/tenant.resolvers.ts';

/** The resolvers of all aggregates, put together. */
export const tenantsResolvers: Resolvers = {
  ...settingResolvers,
  ...tenantResolvers,
  Query: { ...settingResolvers.Query, ...tenantResolvers.Query },
  Mutation: {
    ...settingResolvers.Mutation,
    ...tenantResolvers.Mutation,
    ...tenantSelectionResolvers.Mutation,
  },
};
