import { appendAudit } from '@intendant/kit/audit/append-audit';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { notify } from '@intendant/kit/pubsub/pubsub';
import type { SecurityContext } from '../context.ts';
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
      const users = await em.find(UserEntity, { isDemo: true }, { disableIdentityMap: true });
      await em.nativeDelete(UserEntity, { id: { $in: users.map((user) => user.id) } });
      for (const user of users) {
        await appendAudit(em, ctx, {
          action: 'user.remove',
          target: { type: 'User', id: user.id, name: user.name },
          tenantId: null,
          before: auditStateOfUser(user),
        });
        await notify(em, 'credential-changed', { userId: user.id });
      }
      return users.length;
    },
    { clear: true },
  );
}
