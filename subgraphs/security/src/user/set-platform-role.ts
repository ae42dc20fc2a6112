import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import { notify } from '@intendant/kit/pubsub/notify';
import type { SecurityContext } from '../context.ts';
import { refuseExceeding } from '../role/refuse-exceeding.ts';
import { permissionsOfPlatformRole, platformRoles } from '../role/role-permissions.ts';
import { findUserOrRefuse } from './find-user-or-refuse.ts';
import { publishUser } from './publish-user.ts';
import { refuseLastOwner, serialiseOwners } from './refuse-last-owner.ts';
import { auditStateOfUser, type User } from './user.entity.ts';

const schema = z.object({ userId: z.string(), role: z.enum(platformRoles).nullish() });

/**
 * Gives a person a platform role, or takes it away; open sessions follow within seconds. The last enabled owner
 * stays, also when two are demoted at the same time. Platform callers only, and neither the old nor the new role may
 * exceed the caller's own permissions. A role held already changes nothing. Throws `UserError` `NOT_FOUND`, or
 * `INVALID_STATE` for the last owner.
 */
export async function setPlatformRole(ctx: SecurityContext, input: z.input<typeof schema>): Promise<User> {
  const caller = authorise(ctx, 'roles:write');
  requirePlatformCaller(ctx);
  const { userId, role = null } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      await serialiseOwners(em);
      const user = await findUserOrRefuse(em, userId, 'userId');
      if ((user.platformRole ?? null) === role) {
        return user;
      }
      for (const changed of [user.platformRole, role]) {
        refuseExceeding(caller, changed ? permissionsOfPlatformRole(changed) : []);
      }
      await refuseLastOwner(em, user, 'userId');
      const before = auditStateOfUser(user);
      user.platformRole = role;
      await em.flush();
      await appendAudit(em, ctx, {
        action: 'user.set-platform-role',
        target: { type: 'User', id: user.id, name: user.name },
        tenantId: null,
        before,
        after: auditStateOfUser(user),
      });
      await notify(em, 'credential-changed', { userId: user.id });
      await publishUser(em, ctx, user);
      return user;
    },
    { clear: true },
  );
}
