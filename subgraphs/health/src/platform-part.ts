import { databaseHealthResolvers } from './database-health/database-health.resolvers.ts';
import { gatewayFiguresResolvers } from './gateway-figures/gateway-figures.resolvers.ts';
import { jobResolvers } from './job/job.resolvers.ts';
import { Migration20261121120000_create_gateway_figures } from './migrations/Migration20261121120000_create_gateway_figures.ts';
import { Migration20261121120100_sample_database } from './migrations/Migration20261121120100_sample_database.ts';
import { Migration20261121120200_create_platform_hours } from './migrations/Migration20261121120200_create_platform_hours.ts';
import { Migration20261121161000_create_usage_report } from './migrations/Migration20261121161000_create_usage_report.ts';
import { registerPlatformGauges } from './platform-health/platform-gauges.ts';
import { samplePlatform } from './platform-health/platform-health.jobs.ts';
import { rateLimitResolvers } from './rate-limit/rate-limit.resolvers.ts';
import { rollUpPlatformFigures } from './system-metrics/roll-up.jobs.ts';
import { systemMetricsResolvers } from './system-metrics/system-metrics.resolvers.ts';
import { reportUsage } from './usage-report/report-usage.ts';

/** The part of the module that watches the platform itself and tells billing of usage, beside the part that watches tenants. */
export const platformPart = {
  metrics: registerPlatformGauges,
  resolvers: {
    ...jobResolvers,
    ...rateLimitResolvers,
    ...systemMetricsResolvers,
    Query: {
      ...databaseHealthResolvers.Query,
      ...jobResolvers.Query,
      ...rateLimitResolvers.Query,
      ...systemMetricsResolvers.Query,
    },
    Mutation: { ...gatewayFiguresResolvers.Mutation, ...jobResolvers.Mutation },
  },
  migrations: [
    Migration20261121120000_create_gateway_figures,
    Migration20261121120100_sample_database,
    Migration20261121120200_create_platform_hours,
    Migration20261121161000_create_usage_report,
  ],
  jobs: {
    'health:sample-platform': samplePlatform,
    'health:roll-up-platform-figures': rollUpPlatformFigures,
    'health:report-usage': reportUsage,
  },
  cron: [
    { task: 'health:sample-platform', schedule: '* * * * *' },
    { task: 'health:roll-up-platform-figures', schedule: '2 * * * *', isKey: true },
    { task: 'health:report-usage', schedule: '*/5 * * * *', isKey: true },
  ],
} as const;
