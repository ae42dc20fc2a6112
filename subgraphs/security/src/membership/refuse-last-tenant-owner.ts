import type { EntityManager } from '@mikro-orm/postgresql';
import { UserError } from '@intendant/kit/errors';
import { serialise } from '../serialise.ts';
import { MembershipEntity, type Membership } from './membership.entity.ts';

/**
 * Taken before memberships of these tenants change, so that two removals of owners cannot miss each other and members
 * are counted one change after the other. Whoever locks users as well locks those first.
 */
export function serialiseMemberships(em: EntityManager, ...tenantIds: readonly string[]): Promise<void> {
  return serialise(em, ...tenantIds.map((tenantId) => `memberships of ${tenantId.toLowerCase()}`));
}

/**
 * Throws `UserError('INVALID_STATE')` when nobody else who can sign in is owner of the membership's tenant. Counts
 * what is committed, so `serialiseMemberships` comes first.
 */
export async function refuseLastTenantOwner(
  em: EntityManager,
  membership: Membership,
  field: string,
): Promise<void> {
  if (membership.role !== 'OWNER') {
    return;
  }
  const others = await em.count(MembershipEntity, {
    tenantId: membership.tenantId,
    role: 'OWNER',
    id: { $ne: membership.id },
    user: { isDisabled: false },
  });
  if (others === 0) {
    throw new UserError('INVALID_STATE', "The tenant's last owner stays; appoint another one first.", field);
  }
}
