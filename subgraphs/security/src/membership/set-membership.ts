import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { UserError } from '@intendant/kit/errors';
import { authorise } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import { notify } from '@intendant/kit/pubsub/notify';
import type { SecurityContext } from '../context.ts';
import { tenantRoles } from '../role/role-permissions.ts';
import { findUserOrRefuse } from '../user/find-user-or-refuse.ts';
import { findTenant } from './find-tenant.ts';
import { refuseUnlessMayAssign } from './refuse-unless-may-assign.ts';
import { MembershipEntity, type Membership } from './membership.entity.ts';
import { publishMemberCounts } from './publish-member-counts.ts';
import { refuseLastTenantOwner, serialiseMemberships } from './refuse-last-tenant-owner.ts';

const schema = z.object({ userId: z.string(), tenantId: z.string(), role: z.enum(tenantRoles) });

/**
 * Gives a person a role inside a tenant, or changes it; the tenant's last owner stays one. A tenant caller changes
 * the people of its own tenant only; others look missing. Neither the old nor the new role may exceed the caller's
 * permissions. A role held already changes nothing. Throws `UserError` `NOT_FOUND` for an unknown user or tenant,
 * `INVALID_STATE` for the last owner.
 */
export async function setMembership(
  ctx: SecurityContext,
  input: z.input<typeof schema>,
): Promise<Membership> {
  authorise(ctx, 'users:write');
  const { userId, tenantId: givenTenantId, role } = parseInput(schema, input);
  const caller = authorise(ctx, 'users:write', { tenantId: givenTenantId });
  refuseUnlessMayAssign(caller, role);
  const tenant = await findTenant(ctx.em, givenTenantId);
  if (!tenant) {
    throw new UserError('NOT_FOUND', 'There is no such tenant.', 'tenantId');
  }
  const tenantId = tenant.id;

  return ctx.em.transactional(
    async (em) => {
      // Shared with others who do this, but not with who disables the user: they count the members of their tenants.
      const user = await findUserOrRefuse(em, userId, 'userId', LockMode.PESSIMISTIC_READ);
      await serialiseMemberships(em, tenantId);
      const existing = await em.findOne(MembershipEntity, { user: user.id, tenantId });
      if (existing?.role === role) {
        return existing;
      }
      if (existing) {
        refuseUnlessMayAssign(caller, existing.role);
        await refuseLastTenantOwner(em, existing, 'role');
      }
      const before = existing && { role: existing.role, tenant: tenant.name };
      const membership =
        existing ??
        em.create(MembershipEntity, { id: randomUUID(), user, tenantId, role, createdAt: ctx.clock.now() });
      membership.role = role;
      await em.persistAndFlush(membership);
      await appendAudit(em, ctx, {
        action: existing ? 'membership.update' : 'membership.create',
        target: { type: 'Membership', id: membership.id, name: user.name },
        tenantId,
        before,
        after: { role, tenant: tenant.name },
      });
      await notify(em, 'credential-changed', { userId: user.id });
      if (!existing && !user.isDisabled) {
        await publishMemberCounts(em, ctx, [tenantId]);
      }
      return membership;
    },
    { clear: true },
  );
}
