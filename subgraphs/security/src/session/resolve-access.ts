import type { GrantablePermission } from '@intendant/kit/identity/permissions';
import {
  permissionsOfPlatformRole,
  permissionsOfTenantRole,
  withinTenant,
  type PlatformRole,
  type TenantRole,
} from '../role/role-permissions.ts';

/** Where somebody acts (null is the whole platform) and what they may do there. */
export interface Access {
  tenantId: string | null;
  permissions: readonly GrantablePermission[];
}

export interface Roles {
  platformRole: PlatformRole | null;
  memberships: readonly { tenantId: string; role: TenantRole }[];
}

/**
 * What a person's roles permit now; null is no access. Without a named tenant it is the platform for those with a
 * platform role and the only membership for others; whoever belongs to several tenants has to name one. In a named
 * tenant the membership counts, and a platform role as far as it reaches into tenants.
 */
export function accessOfUser(roles: Roles, named: { tenantId: string } | null): Access | null {
  const { platformRole, memberships } = roles;
  if (!named && platformRole) {
    return { tenantId: null, permissions: permissionsOfPlatformRole(platformRole) };
  }
  const membership = named
    ? memberships.find((candidate) => candidate.tenantId === named.tenantId)
    : memberships.length === 1
      ? memberships[0]
      : undefined;
  const tenantId = named?.tenantId ?? membership?.tenantId;
  if (tenantId === undefined || (!membership && !platformRole)) {
    return null;
  }
  const held = [
    ...(membership ? permissionsOfTenantRole(membership.role) : []),
    ...(platformRole ? withinTenant(permissionsOfPlatformRole(platformRole)) : []),
  ];
  return { tenantId, permissions: [...new Set(held)] };
}

/** What a key permits; null when it belongs to another tenant than the named one. */
export function accessOfKey(
  key: { tenantId: string | null; scopes: readonly GrantablePermission[] },
  named: { tenantId: string } | null,
): Access | null {
  if (key.tenantId !== null) {
    return named && named.tenantId !== key.tenantId
      ? null
      : { tenantId: key.tenantId, permissions: withinTenant(key.scopes) };
  }
  return named
    ? { tenantId: named.tenantId, permissions: withinTenant(key.scopes) }
    : { tenantId: null, permissions: key.scopes };
}
