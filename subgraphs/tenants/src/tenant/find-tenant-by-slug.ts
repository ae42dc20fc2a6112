import { authorise } from '@intendant/kit/identity/authorise';
import { plainText } from '@intendant/kit/plain-text';
import type { TenantsContext } from '../context.ts';
import { TenantEntity, type Tenant } from './tenant.entity.ts';

/** The tenant with this slug in any letter case; null when it does not exist or is not visible to the caller. */
export async function findTenantBySlug(ctx: TenantsContext, slug: string): Promise<Tenant | null> {
  authorise(ctx, 'tenants:read');
  // No slug has such a character.
  if (!plainText.safeParse(slug).success) {
    return null;
  }
  return ctx.em.findOne(TenantEntity, { slug: slug.trim().toLowerCase() });
}
