import type { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { UserError } from '@intendant/kit/errors';
import { isId } from '../id.ts';
import { UserEntity, type User } from './user.entity.ts';

/**
 * The user, as visible to the caller and locked when asked for. Throws `UserError('NOT_FOUND')` naming the input field
 * otherwise.
 */
export async function findUserOrRefuse(
  em: EntityManager,
  id: string,
  field: string,
  lockMode?: LockMode,
): Promise<User> {
  const user = isId(id) ? await em.findOne(UserEntity, { id }, lockMode ? { lockMode } : {}) : null;
  if (!user) {
    throw new UserError('NOT_FOUND', 'There is no such user.', field);
  }
  return user;
}
