import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { UserError } from '@intendant/kit/errors';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { SecurityContext } from '../context.ts';
import { publishMemberCountsOfUsers } from '../membership/publish-member-counts.ts';
import { refuseExceeding } from '../role/refuse-exceeding.ts';
import { permissionsOfPlatformRole } from '../role/role-permissions.ts';
import { endSessionsOfUser } from '../session/end-sessions-of-user.ts';
import { findUserOrRefuse } from './find-user-or-refuse.ts';
import { publishUser } from './publish-user.ts';
import { refuseLastOwner, serialiseOwners } from './refuse-last-owner.ts';
import { auditStateOfUser, type User } from './user.entity.ts';

const schema = z.object({ id: z.string() });

/**
 * Refuses a person further access and ends their sessions at once. The last enabled platform owner stays, also when
 * two are disabled at the same time. Platform callers only, and nobody whose role exceeds the caller's. Throws
 * `UserError` `NOT_FOUND`, or `INVALID_STATE` for the last owner and for a user disabled before.
 */
export async function disableUser(ctx: SecurityContext, input: z.input<typeof schema>): Promise<User> {
  const caller = authorise(ctx, 'users:write');
  requirePlatformCaller(ctx);
  const { id } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      await serialiseOwners(em);
      const user = await findUserOrRefuse(em, id, 'id');
      if (user.isDisabled) {
        throw new UserError('INVALID_STATE', 'The user is disabled already.', 'id');
      }
      refuseExceeding(caller, user.platformRole ? permissionsOfPlatformRole(user.platformRole) : []);
      await refuseLastOwner(em, user, 'id');
      const before = auditStateOfUser(user);
      user.isDisabled = true;
      await em.flush();
      await endSessionsOfUser(em, ctx, user.id);
      await appendAudit(em, ctx, {
        action: 'user.disable',
        target: { type: 'User', id: user.id, name: user.name },
        tenantId: null,
        before,
        after: auditStateOfUser(user),
      });
      await publishUser(em, ctx, user);
      await publishMemberCountsOfUsers(em, ctx, [user.id]);
      return user;
    },
    { clear: true },
  );
}
