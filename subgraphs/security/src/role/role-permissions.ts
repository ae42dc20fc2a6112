import {
  grantablePermissions,
  type GrantablePermission,
  type Permission,
} from '@intendant/kit/identity/permissions';

export const platformRoles = ['OWNER', 'ADMIN', 'SUPPORT', 'BILLING', 'VIEWER'] as const;
export type PlatformRole = (typeof platformRoles)[number];

export const tenantRoles = ['OWNER', 'ADMIN', 'BILLING', 'VIEWER'] as const;
export type TenantRole = (typeof tenantRoles)[number];

const platformOnly: ReadonlySet<Permission> = new Set([
  'platform:read',
  'settings:write',
  'jobs:write',
  'impersonation:start',
]);

/** What can be held inside one tenant; the rest belongs to the platform alone. */
export const tenantPermissions: readonly GrantablePermission[] = grantablePermissions.filter(
  (permission) => !platformOnly.has(permission),
);

const everything = grantablePermissions;
const allButRoles = everything.filter((permission) => permission !== 'roles:write');
const reading = everything.filter((permission) => permission.endsWith(':read'));

const platformRolePermissions: Record<PlatformRole, readonly GrantablePermission[]> = {
  OWNER: everything,
  ADMIN: allButRoles,
  SUPPORT: ['platform:read', 'tenants:read', 'health:read', 'incidents:write', 'users:read', 'audit:read'],
  BILLING: ['platform:read', 'tenants:read', 'billing:read', 'billing:write'],
  VIEWER: reading,
};

/** What a platform role permits, in every tenant. */
export function permissionsOfPlatformRole(role: PlatformRole): readonly GrantablePermission[] {
  return platformRolePermissions[role];
}

/** What a tenant role permits inside its tenant: the platform role of the same name, less what is the platform's. */
export function permissionsOfTenantRole(role: TenantRole): readonly GrantablePermission[] {
  return withinTenant(platformRolePermissions[role]);
}

/** Narrows permissions to what can be held inside one tenant. */
export function withinTenant(permissions: readonly GrantablePermission[]): readonly GrantablePermission[] {
  return permissions.filter((permission) => !platformOnly.has(permission));
}
