import { anonymousCaller, serviceCaller, type Caller, type IdentifiedCaller } from '../identity/caller.ts';
import { grantablePermissions, type Permission } from '../identity/permissions.ts';

const aUser: IdentifiedCaller = {
  kind: 'user',
  id: '018f0000-0000-7000-8000-000000000001',
  name: 'Ada Administrator',
  tenantId: null,
  permissions: grantablePermissions,
  actor: null,
  credentialId: null,
  eventsPerSecond: null,
};

/** Somebody of the platform, with every grantable permission unless told which. */
export function aPlatformCaller(
  permissions: readonly Permission[] = grantablePermissions,
  overrides: Partial<IdentifiedCaller> = {},
): IdentifiedCaller {
  return { ...aUser, permissions, ...overrides };
}

/** Somebody of one tenant, with every grantable permission unless told which. */
export function aTenantCaller(
  tenantId: string,
  permissions: readonly Permission[] = grantablePermissions,
  overrides: Partial<IdentifiedCaller> = {},
): IdentifiedCaller {
  return {
    ...aUser,
    id: '018f0000-0000-7000-8000-000000000002',
    name: 'Tom Tenant',
    tenantId,
    permissions,
    ...overrides,
  };
}

/** An API key; of the platform unless a tenant is given. */
export function aKey(
  permissions: readonly Permission[],
  overrides: Partial<IdentifiedCaller> = {},
): IdentifiedCaller {
  return {
    ...aUser,
    kind: 'key',
    id: '018f0000-0000-7000-8000-000000000003',
    name: 'ci',
    permissions,
    ...overrides,
  };
}

/** One of our own processes. */
export function aService(name = 'gateway'): IdentifiedCaller {
  return serviceCaller(name);
}

export const anonymous: Caller = anonymousCaller;
