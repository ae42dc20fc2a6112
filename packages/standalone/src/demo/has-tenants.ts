import { TenantEntity } from '@intendant/tenants/tenant/tenant.entity';
import type { Platform } from '../instance/platform.ts';
import { demoCaller } from './perform-action.ts';

/** Whether anybody has created a tenant, of the demo fleet or not. */
export async function hasTenants(platform: Platform): Promise<boolean> {
  const { em } = platform.runtime('tenants').contextFor({ caller: demoCaller });
  return (await em.count(TenantEntity, {})) > 0;
}
