import { listApiKeys } from '@intendant/security/api-key/list-api-keys';
import { revokeApiKey } from '@intendant/security/api-key/revoke-api-key';
import type { SecurityContext } from '@intendant/security/context';
import { removeDemoUsers } from '@intendant/security/user/remove-demo-users';
import type { TenantsContext } from '@intendant/tenants/context';
import { removeDemoTenants } from '@intendant/tenants/tenant/remove-demo-tenants';
import type { Platform } from '../instance/platform.ts';
import { setFleetStatus } from './fleet-state.ts';
import { driverKeyName } from './driver-key.ts';
import { demoCaller } from './perform-action.ts';

export interface RemovalReport {
  tenants: number;
  users: number;
}

/**
 * Removes the demo fleet and nothing else, through the subgraphs' own use cases; each drops what it holds about the
 * tenants when it receives their removal. The driver of a running instance stops first.
 */
export async function removeFleet(platform: Platform): Promise<RemovalReport> {
  await setFleetStatus(platform.demo.em.fork(), 'REMOVED');
  const security = (): SecurityContext =>
    platform.runtime('security').contextFor({ caller: demoCaller }) as SecurityContext;
  const tenantsContext = platform.runtime('tenants').contextFor({ caller: demoCaller }) as TenantsContext;
  const tenants = await removeDemoTenants(tenantsContext);
  const users = await removeDemoUsers(security());
  const keys = await listApiKeys(security(), { first: 100 });
  for (const { id, name, revokedAt } of keys.nodes) {
    if (name === driverKeyName && !revokedAt) {
      await revokeApiKey(security(), { id });
    }
  }
  return { tenants, users };
}
