import type { HealthContext } from '@intendant/health/context';
import { removeDemoIncidents } from '@intendant/health/incident/remove-demo-incidents';
import type { Context } from '@intendant/kit/context';
import type { SecurityContext } from '@intendant/security/context';
import { removeDemoUsers } from '@intendant/security/user/remove-demo-users';
import type { TenantsContext } from '@intendant/tenants/context';
import { removeDemoTenants } from '@intendant/tenants/tenant/remove-demo-tenants';
import type { Platform } from '../instance/platform.ts';
import { demoCaller } from './perform-action.ts';

export interface RemovalReport {
  tenants: number;
  users: number;
}

/**
 * Takes the demo fleet out of the subgraphs and nothing else, through their own use cases; each drops what it holds
 * about the tenants when it receives their removal.
 */
export async function removeFromSubgraphs(platform: Pick<Platform, 'runtime'>): Promise<RemovalReport> {
  // The modules' contexts differ in their loaders; each runtime makes those of its own module.
  const context = <C extends Context>(module: string): C =>
    platform.runtime(module).contextFor({ caller: demoCaller }) as Context as C;
  await removeDemoIncidents(context<HealthContext>('health'));
  const tenants = await removeDemoTenants(context<TenantsContext>('tenants'));
  const users = await removeDemoUsers(context<SecurityContext>('security'));
  return { tenants, users };
}
