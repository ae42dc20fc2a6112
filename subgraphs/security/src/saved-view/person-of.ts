import { ForbiddenError } from '@intendant/kit/errors';
import { requireIdentified } from '@intendant/kit/identity/authorise';
import type { SecurityContext } from '../context.ts';

/** The person who asks, by id. Throws `UnauthenticatedError` for nobody, `ForbiddenError` for a program. */
export function personOf(ctx: SecurityContext): string {
  const caller = requireIdentified(ctx);
  if (caller.kind !== 'user') {
    throw new ForbiddenError('Views are saved by people, not by programs.');
  }
  return caller.id;
}
