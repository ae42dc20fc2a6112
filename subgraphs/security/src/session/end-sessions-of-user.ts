import type { EntityManager } from '@mikro-orm/postgresql';
import { notify } from '@intendant/kit/pubsub/notify';
import type { SecurityContext } from '../context.ts';
import { isOpen } from './session-expiry.ts';
import { sessionTimeouts } from './session-timeouts.ts';
import { SessionEntity } from './session.entity.ts';

/**
 * Ends every session of a person, with the caller's transaction, and has their open connections cut. Returns how many
 * were open; those that are over already, and wait for being removed, do not count.
 */
export async function endSessionsOfUser(
  em: EntityManager,
  ctx: SecurityContext,
  userId: string,
): Promise<number> {
  const timeouts = await sessionTimeouts(ctx);
  const sessions = await em.find(
    SessionEntity,
    { user: userId, revokedAt: null },
    { disableIdentityMap: true },
  );
  await em.nativeUpdate(SessionEntity, { user: userId, revokedAt: null }, { revokedAt: ctx.clock.now() });
  for (const session of sessions) {
    await notify(em, 'credential-revoked', { credentialId: session.id });
  }
  await notify(em, 'credential-changed', { userId });
  const now = ctx.clock.now();
  return sessions.filter((session) => isOpen(session, timeouts, now)).length;
}
