import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { UserError } from '@intendant/kit/errors';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import { notify } from '@intendant/kit/pubsub/notify';
import type { SecurityContext } from '../context.ts';
import { publishMemberCountsOfUsers } from '../membership/publish-member-counts.ts';
import { refuseExceeding } from '../role/refuse-exceeding.ts';
import { permissionsOfPlatformRole } from '../role/role-permissions.ts';
import { findUserOrRefuse } from './find-user-or-refuse.ts';
import { publishUser } from './publish-user.ts';
import { serialiseOwners } from './refuse-last-owner.ts';
import { auditStateOfUser, type User } from './user.entity.ts';

const schema = z.object({ id: z.string() });

/**
 * Lets a disabled person sign in again, with the roles they had; sessions ended before stay ended. Platform callers
 * only, and nobody whose role exceeds the caller's. Throws `UserError` `NOT_FOUND`, or `INVALID_STATE` for a user who is
 * not disabled.
 */
export async function enableUser(ctx: SecurityContext, input: z.input<typeof schema>): Promise<User> {
  const caller = authorise(ctx, 'users:write');
  requirePlatformCaller(ctx);
  const { id } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      await serialiseOwners(em);
      const user = await findUserOrRefuse(em, id, 'id');
      if (!user.isDisabled) {
        throw new UserError('INVALID_STATE', 'The user is not disabled.', 'id');
      }
      refuseExceeding(caller, user.platformRole ? permissionsOfPlatformRole(user.platformRole) : []);
      const before = auditStateOfUser(user);
      user.isDisabled = false;
      await em.flush();
      await appendAudit(em, ctx, {
        action: 'user.enable',
        target: { type: 'User', id: user.id, name: user.name },
        tenantId: null,
        before,
        after: auditStateOfUser(user),
      });
      await notify(em, 'credential-changed', { userId: user.id });
      await publishUser(em, ctx, user);
      await publishMemberCountsOfUsers(em, ctx, [user.id]);
      return user;
    },
    { clear: true },
  );
}
