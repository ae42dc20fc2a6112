import type { EntityManager } from '@mikro-orm/postgresql';
import { UserError } from '@intendant/kit/errors';
import { serialise } from '../serialise.ts';
import { UserEntity, type User } from './user.entity.ts';

/** Taken before anything that may add or remove a platform owner, so that two removals cannot miss each other. */
export function serialiseOwners(em: EntityManager): Promise<void> {
  return serialise(em, 'platform owners');
}

/**
 * Throws `UserError('INVALID_STATE')` when the user is the only enabled platform owner: the platform would be left to
 * nobody. Counts what is committed, so `serialiseOwners` comes first.
 */
export async function refuseLastOwner(em: EntityManager, user: User, field: string): Promise<void> {
  if (user.platformRole !== 'OWNER' || user.isDisabled) {
    return;
  }
  const others = await em.count(UserEntity, {
    platformRole: 'OWNER',
    isDisabled: false,
    id: { $ne: user.id },
  });
  if (others === 0) {
    throw new UserError('INVALID_STATE', 'The last platform owner stays; appoint another one first.', field);
  }
}
