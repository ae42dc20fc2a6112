import { authorise } from '@intendant/kit/identity/authorise';
import type { IdentifiedCaller } from '@intendant/kit/identity/caller';
import { refuseExceeding } from '../role/refuse-exceeding.ts';
import { permissionsOfTenantRole, type TenantRole } from '../role/role-permissions.ts';

/**
 * Throws `ForbiddenError` unless the caller may give or take a tenant role: it needs `users:write`, inside a tenant
 * `roles:write` as well, and every permission of the role. Whoever writes users for the platform may appoint tenant
 * owners without holding `roles:write` itself: that one is about roles of the platform.
 */
export function refuseUnlessMayAssign(caller: IdentifiedCaller, role: TenantRole): void {
  authorise({ caller }, 'users:write');
  if (caller.tenantId !== null) {
    authorise({ caller }, 'roles:write');
  }
  refuseExceeding(
    caller,
    permissionsOfTenantRole(role).filter(
      (permission) => caller.tenantId !== null || permission !== 'roles:write',
    ),
  );
}
