import { listApiKeys } from '@intendant/security/api-key/list-api-keys';
import { revokeApiKey } from '@intendant/security/api-key/revoke-api-key';
import type { SecurityContext } from '@intendant/security/context';
import type { Platform } from '../instance/platform.ts';
import { setFleetStatus } from './fleet-state.ts';
import { driverKeyName } from './driver-key.ts';
import { demoCaller } from './perform-action.ts';
import { removeFromSubgraphs, type RemovalReport } from './remove-from-subgraphs.ts';

/**
 * Removes the demo fleet and nothing else, with the key of its driver. The driver of a running instance stops first.
 */
export async function removeFleet(platform: Platform): Promise<RemovalReport> {
  await setFleetStatus(platform.demo.em.fork(), 'REMOVED');
  const report = await removeFromSubgraphs(platform);
  const security = (): SecurityContext =>
    platform.runtime('security').contextFor({ caller: demoCaller }) as SecurityContext;
  const keys = await listApiKeys(security(), { first: 100 });
  for (const { id, name, revokedAt } of keys.nodes) {
    if (name === driverKeyName && !revokedAt) {
      await revokeApiKey(security(), { id });
    }
  }
  return report;
}
