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

/** Why a good credential opens nothing: nobody said where, or its owner may not act there. */
export type TenantRefusal = 'TENANT_NOT_NAMED' | 'NO_ACCESS_TO_TENANT';

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

/**
 * Why a person's session opens nothing though it is good; null when no tenant would change that, because the person has
 * no role at all. Whether a tenant exists makes no difference to the answer.
 */
export function refusalOfUser({ platformRole, memberships }: Roles, isNamed: boolean): TenantRefusal | null {
  if (!platformRole && memberships.length === 0) {
    return null;
  }
  return isNamed ? 'NO_ACCESS_TO_TENANT' : 'TENANT_NOT_NAMED';
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
