import { ForbiddenError } from '@intendant/kit/errors';
import { hasPermission, type IdentifiedCaller } from '@intendant/kit/identity/caller';
import type { Permission } from '@intendant/kit/identity/permissions';

/**
 * Nobody hands out, or takes from others, more than they hold: throws `ForbiddenError` when a permission exceeds the
 * caller's. Our own services hold everything that can be granted.
 */
export function refuseExceeding(caller: IdentifiedCaller, permissions: readonly Permission[]): void {
  if (hasPermission(caller, 'service:internal')) {
    return;
  }
  const exceeding = permissions.filter((permission) => !hasPermission(caller, permission));
  if (exceeding.length > 0) {
    throw new ForbiddenError(`This exceeds your own permissions: ${exceeding.join(', ')}.`);
  }
}
