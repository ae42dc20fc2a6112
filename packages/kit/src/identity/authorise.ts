import { ForbiddenError, UnauthenticatedError, UserError } from '../errors.ts';
import { hasPermission, type Caller, type IdentifiedCaller } from './caller.ts';
import type { Permission } from './permissions.ts';

/**
 * First line of every use case. Returns the caller once it is known to hold the permission and, when a tenant is
 * named, to be of the platform or of that very tenant. Throws `UnauthenticatedError` for nobody, `ForbiddenError`
 * for a lacking permission, and `UserError('NOT_FOUND')` for another tenant: what belongs to others looks missing.
 * Our own services may do whatever a use case offers.
 */
export function authorise(
  ctx: { readonly caller: Caller },
  permission: Permission,
  scope: { tenantId?: string | null } = {},
): IdentifiedCaller {
  const { caller } = ctx;
  if (caller.kind === 'anonymous') {
    throw new UnauthenticatedError();
  }
  if (!hasPermission(caller, permission) && !hasPermission(caller, 'service:internal')) {
    throw new ForbiddenError(`This needs the permission ${permission}.`);
  }
  if (scope.tenantId !== undefined && caller.tenantId !== null && caller.tenantId !== scope.tenantId) {
    throw new UserError('NOT_FOUND', 'There is no such tenant.');
  }
  return caller;
}

/** Returns the caller when somebody is signed in, whatever their permissions; throws `UnauthenticatedError`. */
export function requireIdentified(ctx: { readonly caller: Caller }): IdentifiedCaller {
  if (ctx.caller.kind === 'anonymous') {
    throw new UnauthenticatedError();
  }
  return ctx.caller;
}

/** Throws `ForbiddenError` unless the caller belongs to the platform rather than to one tenant. */
export function requirePlatformCaller(ctx: { readonly caller: Caller }): IdentifiedCaller {
  const caller = requireIdentified(ctx);
  if (caller.tenantId !== null) {
    throw new ForbiddenError('Only the platform may do this.');
  }
  return caller;
}
