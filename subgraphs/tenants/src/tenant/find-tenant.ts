import { authorise } from '@intendant/kit/identity/authorise';
import type { TenantsContext } from '../context.ts';
import { isTenantId } from './load-tenant.ts';
import type { Tenant } from './tenant.entity.ts';

/** The tenant with this id; null when it does not exist or is not visible to the caller. Batched per request. */
export async function findTenant(ctx: TenantsContext, id: string): Promise<Tenant | null> {
  authorise(ctx, 'tenants:read');
  return isTenantId(id) ? ctx.loaders.tenantById.load(id) : null;
}
