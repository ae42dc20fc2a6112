import type { EntityManager } from '@mikro-orm/postgresql';
import { findSubscriptionForChange } from '../subscription/find-subscription-for-change.ts';
import { lockTenants } from '../tenant/lock-tenants.ts';
import type { EntitlementOverride } from './entitlement-override.entity.ts';

/**
 * An override as it is behind its tenant's locks, in the order in which every change of a tenant's billing takes them;
 * null when it was removed in the meantime.
 */
export async function findOverrideForChange(
  em: EntityManager,
  override: EntitlementOverride,
): Promise<EntitlementOverride | null> {
  await findSubscriptionForChange(em, override.tenantId);
  await lockTenants(em, [override.tenantId]);
  return em.refresh(override);
}
