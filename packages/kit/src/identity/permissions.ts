/** What a role or a key can be granted: `<resource>:<action>`. */
export const grantablePermissions = [
  'platform:read',
  'settings:write',
  'tenants:read',
  'tenants:write',
  'billing:read',
  'billing:write',
  'health:read',
  'events:write',
  'incidents:write',
  'jobs:write',
  'users:read',
  'users:write',
  'roles:write',
  'keys:read',
  'keys:write',
  'audit:read',
  'impersonation:start',
] as const;

export type GrantablePermission = (typeof grantablePermissions)[number];

/** `service:internal` belongs to our own processes and can never be granted to a person or a key. */
export type Permission = GrantablePermission | 'service:internal';

const grantable: ReadonlySet<string> = new Set(grantablePermissions);

export function isGrantablePermission(value: unknown): value is GrantablePermission {
  return typeof value === 'string' && grantable.has(value);
}

export function isPermission(value: unknown): value is Permission {
  return value === 'service:internal' || isGrantablePermission(value);
}
