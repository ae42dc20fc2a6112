import { billingModule } from '@intendant/billing/subgraph';
import { gatewayModule } from '@intendant/gateway/database/gateway-module';
import { healthModule } from '@intendant/health/subgraph';
import type { DatabaseModule } from '@intendant/kit/database/database-module';
import type { SubgraphModule } from '@intendant/kit/subgraph/module';
import { securityModule } from '@intendant/security/subgraph';
import type { Installation } from '@intendant/kit/database/install';
import { withBackups } from '@intendant/tenants/backup/backup.jobs';
import { tenantsModule } from '@intendant/tenants/subgraph';
import { demoModule } from '../demo/demo-module.ts';

// A module's own context is narrower than `Context`; the runtime gives each the one it declares.
export const subgraphModules = [
  tenantsModule,
  billingModule,
  healthModule,
  securityModule,
] as unknown as SubgraphModule[];

/** Everything that owns a schema in the control database. */
export const databaseModules: readonly DatabaseModule[] = [...subgraphModules, gatewayModule, demoModule];

/** The subgraphs' modules, with backups of this installation going to the folder; nowhere for null. */
export function modulesWithBackups(
  installation: Installation,
  directory: string | null,
): readonly SubgraphModule[] {
  if (directory === null) {
    return subgraphModules;
  }
  const target = { directory, databaseUrl: installation.urlFor('backup') };
  const tenants = withBackups(tenantsModule, target) as unknown as SubgraphModule;
  return subgraphModules.map((module) => (module.name === tenants.name ? tenants : module));
}
