import type { EntityManager } from '@mikro-orm/postgresql';
import { notify } from '@intendant/kit/pubsub/pubsub';
import type { SecurityContext } from '../context.ts';
import { SessionEntity } from './session.entity.ts';

/** Ends every session of a person, with the caller's transaction, and has their open connections cut. */
export async function endSessionsOfUser(
  em: EntityManager,
  ctx: SecurityContext,
  userId: string,
): Promise<void> {
  const sessions = await em.find(
    SessionEntity,
    { user: userId, revokedAt: null },
    { fields: ['id'], disableIdentityMap: true },
  );
  await em.nativeUpdate(SessionEntity, { user: userId, revokedAt: null }, { revokedAt: ctx.clock.now() });
  for (const session of sessions) {
    await notify(em, 'credential-revoked', { credentialId: session.id });
  }
  await notify(em, 'credential-changed', { userId });
}
