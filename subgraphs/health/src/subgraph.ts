import { defineModule } from '@intendant/kit/subgraph/module';
import { loadTypeDefs } from '@intendant/kit/subgraph/type-defs';
import { createHealthLoaders, type HealthContext } from './context.ts';
import { fleetResolvers } from './fleet/fleet.resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { IncidentEntity } from './incident/incident.entity.ts';
import { incidentResolvers } from './incident/incident.resolvers.ts';
import { staffMemberConsumers } from './incident/staff-member.consumers.ts';
import { postEvents } from './ingestion/events-route.ts';
import { ingestionResolvers } from './ingestion/ingestion.resolvers.ts';
import { liveResolvers } from './live/live.resolvers.ts';
import { Migration20261121091000_create_events } from './migrations/Migration20261121091000_create_events.ts';
import { Migration20261121091100_create_rollups } from './migrations/Migration20261121091100_create_rollups.ts';
import { Migration20261121091200_create_states } from './migrations/Migration20261121091200_create_states.ts';
import { Migration20261121091300_create_tenant_summary } from './migrations/Migration20261121091300_create_tenant_summary.ts';
import { Migration20261121091400_create_platform_figures } from './migrations/Migration20261121091400_create_platform_figures.ts';
import { Migration20261121091500_remember_thresholds } from './migrations/Migration20261121091500_remember_thresholds.ts';
import { Migration20261121091600_index_tenant_summary } from './migrations/Migration20261121091600_index_tenant_summary.ts';
import { Migration20261121103000_create_incidents } from './migrations/Migration20261121103000_create_incidents.ts';
import { Migration20261121162500_index_rankings } from './migrations/Migration20261121162500_index_rankings.ts';
import { Migration20261121170000_arrange_tenant_summary } from './migrations/Migration20261121170000_arrange_tenant_summary.ts';
import { Migration20261122060100_count_what_fails } from './migrations/Migration20261122060100_count_what_fails.ts';
import { Migration20261122062000_count_overdue_payments } from './migrations/Migration20261122062000_count_overdue_payments.ts';
import { Migration20261122062100_canceled_has_no_plan } from './migrations/Migration20261122062100_canceled_has_no_plan.ts';
import { platformPart } from './platform-part.ts';
import { riskConsumers } from './risk/risk.consumers.ts';
import { evaluateRiskJob } from './risk/risk.jobs.ts';
import { applyRetention, createPartitions } from './rollup/retention.jobs.ts';
import { healthSettings } from './settings.ts';
import { tenantHealthResolvers } from './tenant-health/tenant-health.resolvers.ts';
import { tenantSummaryConsumers } from './tenant-summary/tenant-summary.consumers.ts';

const resolvers: Resolvers = {
  ...fleetResolvers,
  ...ingestionResolvers,
  ...liveResolvers,
  ...tenantHealthResolvers,
  ...incidentResolvers,
  ...platformPart.resolvers,
  Query: { ...fleetResolvers.Query, ...platformPart.resolvers.Query, ...incidentResolvers.Query },
  Mutation: {
    ...ingestionResolvers.Mutation,
    ...platformPart.resolvers.Mutation,
    ...incidentResolvers.Mutation,
  },
  Subscription: { ...liveResolvers.Subscription, ...incidentResolvers.Subscription },
  Tenant: { ...tenantHealthResolvers.Tenant, ...incidentResolvers.Tenant },
};

/** Event ingestion, rollups, the at-risk rule, and how the platform itself is doing. */
export const healthModule = defineModule<HealthContext>({
  name: 'health',
  typeDefs: loadTypeDefs('health'),
  resolvers,
  entities: [IncidentEntity],
  migrations: [
    Migration20261121091000_create_events,
    Migration20261121091100_create_rollups,
    Migration20261121091200_create_states,
    Migration20261121091300_create_tenant_summary,
    Migration20261121091400_create_platform_figures,
    Migration20261121091500_remember_thresholds,
    Migration20261121091600_index_tenant_summary,
    Migration20261121103000_create_incidents,
    ...platformPart.migrations,
    Migration20261121162500_index_rankings,
    Migration20261121170000_arrange_tenant_summary,
    Migration20261122060100_count_what_fails,
    Migration20261122062000_count_overdue_payments,
    Migration20261122062100_canceled_has_no_plan,
  ],
  loaders: createHealthLoaders,
  settings: healthSettings,
  jobs: {
    'health:create-partitions': createPartitions,
    'health:apply-retention': applyRetention,
    'health:evaluate-risk': evaluateRiskJob,
    ...platformPart.jobs,
  },
  cron: [
    { task: 'health:create-partitions', schedule: '5 * * * *' },
    { task: 'health:apply-retention', schedule: '15 * * * *', isKey: true },
    { task: 'health:evaluate-risk', schedule: '* * * * *', isKey: true },
    ...platformPart.cron,
  ],
  metrics: platformPart.metrics,
  consumers: [...tenantSummaryConsumers, ...riskConsumers, ...staffMemberConsumers],
  routes: [{ method: 'POST', path: '/v1/events', handle: postEvents }],
  platformAccess: ['job-runs', 'monitoring'],
  // Rollups are written and read in sets, by SQL; of all tables only the incident's is an entity's.
  skipTables: [/^(?!(health\.)?incident$)/],
});
