import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { UserError } from '@intendant/kit/errors';

/**
 * Runs work that stores a slug. The unique index decides, not a query beforehand: of two callers that ask for the
 * same slug at the same moment one gets it, the other `UserError('ALREADY_EXISTS')`.
 */
export async function refuseTakenSlug<T>(slug: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException && error.message.includes('tenant_slug_unique')) {
      throw new UserError('ALREADY_EXISTS', `“${slug}” is taken; choose another slug.`, ['input', 'slug']);
    }
    throw error;
  }
}
