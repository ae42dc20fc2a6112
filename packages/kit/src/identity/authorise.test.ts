import { ForbiddenError, UnauthenticatedError, UserError } from '../errors.ts';
import { aPlatformCaller, aService, aTenantCaller, anonymous } from '../testing/callers.ts';
import { authorise, requirePlatformCaller } from './authorise.ts';
import { isGrantablePermission, isPermission } from './permissions.ts';

describe('authorise', () => {
  it('lets pass who holds the permission, and returns the caller', () => {
    const caller = aPlatformCaller(['tenants:read']);

    expect(authorise({ caller }, 'tenants:read', { tenantId: 'any' })).toBe(caller);
  });

  it('refuses nobody, and who lacks the permission', () => {
    expect(() => authorise({ caller: anonymous }, 'tenants:read')).toThrow(UnauthenticatedError);
    expect(() => authorise({ caller: aPlatformCaller(['tenants:read']) }, 'tenants:write')).toThrow(
      ForbiddenError,
    );
  });

  it('makes another tenant look missing', () => {
    const caller = aTenantCaller('mine', ['tenants:read']);

    expect(authorise({ caller }, 'tenants:read', { tenantId: 'mine' })).toBe(caller);
    expect(() => authorise({ caller }, 'tenants:read', { tenantId: 'yours' })).toThrow(UserError);
    expect(() => authorise({ caller }, 'tenants:read', { tenantId: null })).toThrow(UserError);
  });

  it('lets our own services pass', () => {
    expect(authorise({ caller: aService() }, 'billing:write').kind).toBe('service');
  });
});

describe('requirePlatformCaller', () => {
  it('refuses somebody of a tenant', () => {
    expect(() => requirePlatformCaller({ caller: aTenantCaller('mine') })).toThrow(ForbiddenError);
  });
});

describe('permissions', () => {
  it('never let service:internal be granted', () => {
    expect([isPermission('service:internal'), isGrantablePermission('service:internal')]).toEqual([
      true,
      false,
    ]);
    expect(isPermission('tenants:everything')).toBe(false);
  });
});
