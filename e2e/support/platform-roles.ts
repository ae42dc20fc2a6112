import { grantablePermissions, type GrantablePermission } from '@intendant/kit/identity/permissions';

export const platformRoles = ['OWNER', 'ADMIN', 'SUPPORT', 'BILLING', 'VIEWER'] as const;
export type PlatformRole = (typeof platformRoles)[number];

/** Platform roles as the product promises them, whatever the subgraph that keeps them says. */
export const permissionsOf: Readonly<Record<PlatformRole, readonly GrantablePermission[]>> = {
  OWNER: grantablePermissions,
  ADMIN: grantablePermissions.filter((permission) => permission !== 'roles:write'),
  SUPPORT: ['platform:read', 'tenants:read', 'health:read', 'incidents:write', 'users:read', 'audit:read'],
  BILLING: ['platform:read', 'tenants:read', 'billing:read', 'billing:write'],
  VIEWER: grantablePermissions.filter((permission) => permission.endsWith(':read')),
};
