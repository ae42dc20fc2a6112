import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { UserError } from '@intendant/kit/errors';
import { authorise } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import { notify } from '@intendant/kit/pubsub/notify';
import type { SecurityContext } from '../context.ts';
import { isId } from '../id.ts';
import { refuseUnlessMayAssign } from './refuse-unless-may-assign.ts';
import { MembershipEntity, type Membership } from './membership.entity.ts';
import { publishMemberCounts } from './publish-member-counts.ts';
import { refuseLastTenantOwner, serialiseMemberships } from './refuse-last-tenant-owner.ts';

const schema = z.object({ id: z.string() });

/**
 * Takes a person out of a tenant; open sessions lose the access within seconds. The tenant's last owner stays, also
 * when two are removed at the same time. Nobody whose role exceeds the caller's permissions. Throws `UserError`
 * `NOT_FOUND` for a membership that does not exist or is another tenant's, `INVALID_STATE` for the last owner.
 */
export async function removeMembership(
  ctx: SecurityContext,
  input: z.input<typeof schema>,
): Promise<Membership> {
  const caller = authorise(ctx, 'users:write');
  const { id } = parseInput(schema, input);
  const found = isId(id)
    ? await ctx.em.findOne(MembershipEntity, { id }, { disableIdentityMap: true })
    : null;

  return ctx.em.transactional(
    async (em) => {
      if (found) {
        await serialiseMemberships(em, found.tenantId);
      }
      // Read again: it may have gone or changed while this transaction waited for its turn.
      const membership = found && (await em.findOne(MembershipEntity, { id }, { populate: ['user'] }));
      if (!membership) {
        throw new UserError('NOT_FOUND', 'There is no such membership.', 'id');
      }
      refuseUnlessMayAssign(caller, membership.role);
      await refuseLastTenantOwner(em, membership, 'id');
      await em.nativeDelete(MembershipEntity, { id });
      await appendAudit(em, ctx, {
        action: 'membership.remove',
        target: { type: 'Membership', id: membership.id, name: membership.user.$.name },
        tenantId: membership.tenantId,
        before: { role: membership.role },
      });
      await notify(em, 'credential-changed', { userId: membership.user.id });
      if (!membership.user.$.isDisabled) {
        await publishMemberCounts(em, ctx, [membership.tenantId]);
      }
      return membership;
    },
    { clear: true },
  );
}
