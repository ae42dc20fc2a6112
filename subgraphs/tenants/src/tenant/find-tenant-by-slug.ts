import { authorise } from '@intendant/kit/identity/authorise';
import type { TenantsContext } from '../context.ts';
import { TenantEntity, type Tenant } from './tenant.entity.ts';

/** The tenant with this slug in any letter case; null when it does not exist or is not visible to the caller. */
export async function findTenantBySlug(ctx: TenantsContext, slug: string): Promise<Tenant | null> {
  authorise(ctx, 'tenants:read');
  return ctx.em.findOne(TenantEntity, { slug: slug.trim().toLowerCase() });
}
