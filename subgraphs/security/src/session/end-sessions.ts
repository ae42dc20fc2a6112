import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { SecurityContext } from '../context.ts';
import { refuseExceeding } from '../role/refuse-exceeding.ts';
import { permissionsOfPlatformRole } from '../role/role-permissions.ts';
import { findUserOrRefuse } from '../user/find-user-or-refuse.ts';
import type { User } from '../user/user.entity.ts';
import { endSessionsOfUser } from './end-sessions-of-user.ts';

const schema = z.object({ userId: z.string() });

/**
 * Ends every session of a person at once, their open connections with them; they may sign in again. Returns how many
 * were open; none is fine, and then nothing is audited. Platform callers only, and nobody whose role exceeds the
 * caller's. Throws `UserError` `NOT_FOUND`.
 */
export async function endSessions(
  ctx: SecurityContext,
  input: z.input<typeof schema>,
): Promise<{ user: User; ended: number }> {
  const caller = authorise(ctx, 'users:write');
  requirePlatformCaller(ctx);
  const { userId } = parseInput(schema, input);

  return ctx.em.transactional(
    async (em) => {
      const user = await findUserOrRefuse(em, userId, 'userId');
      refuseExceeding(caller, user.platformRole ? permissionsOfPlatformRole(user.platformRole) : []);
      const ended = await endSessionsOfUser(em, ctx, user.id);
      if (ended > 0) {
        await appendAudit(em, ctx, {
          action: 'user.end-sessions',
          target: { type: 'User', id: user.id, name: user.name },
          tenantId: null,
          before: { openSessions: ended },
          after: { openSessions: 0 },
        });
      }
      return { user, ended };
    },
    { clear: true },
  );
}
