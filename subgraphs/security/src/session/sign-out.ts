import { appendAudit } from '@intendant/kit/audit/append-audit';
import { UserError } from '@intendant/kit/errors';
import { requireIdentified } from '@intendant/kit/identity/authorise';
import { notify } from '@intendant/kit/pubsub/notify';
import type { SecurityContext } from '../context.ts';
import { SessionEntity } from './session.entity.ts';

/**
 * Ends the caller's session; its token stops working at once. Ending it twice is fine. Throws `UserError`
 * `INVALID_STATE` for a caller without a session, such as an API key.
 */
export async function signOut(ctx: SecurityContext): Promise<void> {
  const caller = requireIdentified(ctx);
  const sessionId = caller.credentialId;
  if (caller.kind !== 'user' || sessionId === null) {
    throw new UserError('INVALID_STATE', 'There is no session to end; an API key is revoked instead.');
  }
  await ctx.em.transactional(
    async (em) => {
      const ended = await em.nativeUpdate(
        SessionEntity,
        { id: sessionId, user: caller.id, revokedAt: null },
        { revokedAt: ctx.clock.now() },
      );
      if (ended > 0) {
        await appendAudit(em, ctx, {
          action: 'session.end',
          target: { type: 'User', id: caller.id, name: caller.name },
          tenantId: caller.tenantId,
        });
      }
      await notify(em, 'credential-revoked', { credentialId: sessionId });
    },
    { clear: true },
  );
}
