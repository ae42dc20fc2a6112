import { loadTypeDefs } from '@intendant/kit/subgraph/type-defs';
import { defineModule } from '@intendant/kit/subgraph/module';
import { backupCron, backupJobs, scheduleFirstBackup } from './backup/backup.jobs.ts';
import { createTenantsLoaders, type TenantsContext } from './context.ts';
import { Migration20261121090000_create_tenant } from './migrations/Migration20261121090000_create_tenant.ts';
import { tenantsSettings } from './settings.ts';
import { TenantEntity } from './tenant/tenant.entity.ts';
import { tenantsResolvers } from './tenants.resolvers.ts';

export const tenantsModule = defineModule<TenantsContext>({
  name: 'tenants',
  typeDefs: loadTypeDefs('tenants'),
  resolvers: tenantsResolvers,
  entities: [TenantEntity],
  migrations: [Migration20261121090000_create_tenant],
  loaders: createTenantsLoaders,
  settings: tenantsSettings,
  // Where backups go is known to the process that runs the module: see `withBackups`.
  jobs: backupJobs(null),
  cron: [backupCron],
  onStart: scheduleFirstBackup,
  tenantKeys: { Tenant: 'id' },
  platformAccess: ['backups', 'settings'],
});
