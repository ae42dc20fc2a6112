import { LockMode } from '@mikro-orm/postgresql';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { notify } from '@intendant/kit/pubsub/notify';
import type { SecurityContext } from '../context.ts';
import { publishMemberCounts, tenantsOfUsers } from '../membership/publish-member-counts.ts';
import { serialiseMemberships } from '../membership/refuse-last-tenant-owner.ts';
import { publishRemovedUser } from './publish-user.ts';
import { auditStateOfUser, UserEntity } from './user.entity.ts';

/**
 * Removes the people of the demo fleet with their sessions and memberships, and nobody else. Platform callers only.
 * Returns how many are gone.
 */
export async function removeDemoUsers(ctx: SecurityContext): Promise<number> {
  authorise(ctx, 'users:write');
  requirePlatformCaller(ctx);

  return ctx.em.transactional(
    async (em) => {
      const users = await em.find(
        UserEntity,
        { isDemo: true },
        { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true },
      );
      const ids = users.map((user) => user.id);
      const tenantIds = await tenantsOfUsers(em, ids);
      await serialiseMemberships(em, ...tenantIds);
      await em.nativeDelete(UserEntity, { id: { $in: ids } });
      for (const user of users) {
        await appendAudit(em, ctx, {
          action: 'user.remove',
          target: { type: 'User', id: user.id, name: user.name },
          tenantId: null,
          before: auditStateOfUser(user),
        });
        await notify(em, 'credential-changed', { userId: user.id });
        await publishRemovedUser(em, ctx, user);
      }
      await publishMemberCounts(em, ctx, tenantIds);
      return users.length;
    },
    { clear: true },
  );
}
