import { databaseHealthResolvers } from './database-health/database-health.resolvers.ts';
import { gatewayFiguresResolvers } from './gateway-figures/gateway-figures.resolvers.ts';
import { Migration20261121120000_create_gateway_figures } from './migrations/Migration20261121120000_create_gateway_figures.ts';
import { Migration20261121120100_sample_database } from './migrations/Migration20261121120100_sample_database.ts';
import { samplePlatform } from './platform-health/platform-health.jobs.ts';

/** The part of the module that watches the platform itself, beside the part that watches its tenants. */
export const platformPart = {
  resolvers: {
    Query: { ...databaseHealthResolvers.Query },
    Mutation: { ...gatewayFiguresResolvers.Mutation },
  },
  migrations: [
    Migration20261121120000_create_gateway_figures,
    Migration20261121120100_sample_database,
  ],
  jobs: {
    'health:sample-platform': samplePlatform,
  },
  cron: [{ task: 'health:sample-platform', schedule: '* * * * *' }],
} as const;
