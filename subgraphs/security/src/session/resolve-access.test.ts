import { permissionsOfPlatformRole, permissionsOfTenantRole } from '../role/role-permissions.ts';
import { accessOfKey, accessOfUser, refusalOfUser } from './resolve-access.ts';

const opera = { tenantId: 'opera' };
const ballet = { tenantId: 'ballet' };

describe('access of a user', () => {
  it('is the platform for a platform role', () => {
    const access = accessOfUser(
      { platformRole: 'SUPPORT', memberships: [{ ...opera, role: 'OWNER' }] },
      null,
    );

    expect(access).toEqual({ tenantId: null, permissions: permissionsOfPlatformRole('SUPPORT') });
  });

  it('is the only membership without a platform role', () => {
    const access = accessOfUser({ platformRole: null, memberships: [{ ...opera, role: 'VIEWER' }] }, null);

    expect(access).toEqual({ tenantId: 'opera', permissions: permissionsOfTenantRole('VIEWER') });
  });

  it('is none for several memberships until one is named', () => {
    const memberships = [
      { ...opera, role: 'VIEWER' as const },
      { ...ballet, role: 'OWNER' as const },
    ];

    expect(accessOfUser({ platformRole: null, memberships }, null)).toBeNull();
    expect(accessOfUser({ platformRole: null, memberships }, ballet)).toEqual({
      tenantId: 'ballet',
      permissions: permissionsOfTenantRole('OWNER'),
    });
  });

  it('is none without any role, and none in a tenant of others', () => {
    expect(accessOfUser({ platformRole: null, memberships: [] }, null)).toBeNull();
    expect(
      accessOfUser({ platformRole: null, memberships: [{ ...opera, role: 'OWNER' }] }, ballet),
    ).toBeNull();
  });

  it('confines a platform role to the named tenant and drops what is the platform’s', () => {
    const access = accessOfUser({ platformRole: 'OWNER', memberships: [] }, opera);

    expect(access).toEqual({ tenantId: 'opera', permissions: permissionsOfTenantRole('OWNER') });
  });

  it('adds up a membership and a platform role in the named tenant', () => {
    const access = accessOfUser(
      { platformRole: 'SUPPORT', memberships: [{ ...opera, role: 'BILLING' }] },
      opera,
    );

    expect([...(access?.permissions ?? [])].sort()).toEqual([
      'audit:read',
      'billing:read',
      'billing:write',
      'health:read',
      'incidents:write',
      'tenants:read',
      'users:read',
    ]);
  });
});

describe('the refusal of a user without access', () => {
  const memberships = [{ ...opera, role: 'VIEWER' as const }];

  it('asks for a tenant when none is named, and tells of no access when one is', () => {
    expect(refusalOfUser({ platformRole: null, memberships }, false)).toBe('TENANT_NOT_NAMED');
    expect(refusalOfUser({ platformRole: null, memberships }, true)).toBe('NO_ACCESS_TO_TENANT');
    expect(refusalOfUser({ platformRole: 'SUPPORT', memberships: [] }, true)).toBe('NO_ACCESS_TO_TENANT');
  });

  it('is none without any role, which no tenant would help', () => {
    expect(refusalOfUser({ platformRole: null, memberships: [] }, true)).toBeNull();
  });
});

describe('access of a key', () => {
  it('is its scopes, on the platform or in its tenant', () => {
    const scopes = ['platform:read', 'events:write'] as const;

    expect(accessOfKey({ tenantId: null, scopes }, null)).toEqual({ tenantId: null, permissions: scopes });
    expect(accessOfKey({ tenantId: 'opera', scopes }, opera)).toEqual({
      tenantId: 'opera',
      permissions: ['events:write'],
    });
  });

  it('is confined when a platform key names a tenant, and none when a tenant key names another', () => {
    expect(accessOfKey({ tenantId: null, scopes: ['platform:read', 'events:write'] }, opera)).toEqual({
      tenantId: 'opera',
      permissions: ['events:write'],
    });
    expect(accessOfKey({ tenantId: 'opera', scopes: ['events:write'] }, ballet)).toBeNull();
  });
});
