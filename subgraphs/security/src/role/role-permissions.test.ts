import { grantablePermissions } from '@intendant/kit/identity/permissions';
import {
  permissionsOfPlatformRole,
  permissionsOfTenantRole,
  platformRoles,
  tenantPermissions,
  tenantRoles,
} from './role-permissions.ts';

describe('platform roles', () => {
  it('let an owner do everything', () => {
    expect(permissionsOfPlatformRole('OWNER')).toEqual(grantablePermissions);
  });

  it('let an admin do everything but assign roles', () => {
    expect(permissionsOfPlatformRole('ADMIN')).toEqual(
      grantablePermissions.filter((permission) => permission !== 'roles:write'),
    );
  });

  it.each([
    ['SUPPORT', 'platform:read tenants:read health:read incidents:write users:read audit:read'],
    ['BILLING', 'platform:read tenants:read billing:read billing:write'],
    ['VIEWER', 'platform:read tenants:read billing:read health:read users:read keys:read audit:read'],
  ] as const)('give %s %s', (role, permissions) => {
    expect([...permissionsOfPlatformRole(role)].sort()).toEqual(permissions.split(' ').sort());
  });
});

it('lets only owners and admins of the platform retry and discard jobs', () => {
  const mayWriteJobs = platformRoles.filter((role) => permissionsOfPlatformRole(role).includes('jobs:write'));

  expect(mayWriteJobs).toEqual(['OWNER', 'ADMIN']);
});

describe('tenant roles', () => {
  it.each([
    [
      'OWNER',
      'tenants:read tenants:write billing:read billing:write health:read events:write incidents:write users:read users:write roles:write keys:read keys:write audit:read',
    ],
    [
      'ADMIN',
      'tenants:read tenants:write billing:read billing:write health:read events:write incidents:write users:read users:write keys:read keys:write audit:read',
    ],
    ['BILLING', 'tenants:read billing:read billing:write'],
    ['VIEWER', 'tenants:read billing:read health:read users:read keys:read audit:read'],
  ] as const)('give %s %s', (role, permissions) => {
    expect([...permissionsOfTenantRole(role)].sort()).toEqual(permissions.split(' ').sort());
  });

  it('never hold what belongs to the platform', () => {
    const held = tenantRoles.flatMap((role) => permissionsOfTenantRole(role)).concat(tenantPermissions);

    expect(held.filter((permission) => /^(platform|settings|jobs|impersonation):/.test(permission))).toEqual(
      [],
    );
  });
});
