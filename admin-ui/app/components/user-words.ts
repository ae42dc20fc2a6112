import type { PlatformRole, TenantRole } from '#app/gql/graphql.ts';

export const platformRoleWords: Readonly<Record<PlatformRole, string>> = {
  OWNER: 'Platform owner',
  ADMIN: 'Platform admin',
  SUPPORT: 'Platform support',
  BILLING: 'Platform billing',
  VIEWER: 'Platform viewer',
};

export const platformRoleMeanings: Readonly<Record<PlatformRole, string>> = {
  OWNER: 'Everything.',
  ADMIN: 'Everything but assigning roles.',
  SUPPORT: 'Reads tenants, health, users and the audit log; works incidents.',
  BILLING: 'Reads tenants; reads and changes billing.',
  VIEWER: 'Reads everything.',
};

export const tenantRoleWords: Readonly<Record<TenantRole, string>> = {
  OWNER: 'Tenant owner',
  ADMIN: 'Tenant admin',
  BILLING: 'Tenant billing',
  VIEWER: 'Tenant viewer',
};
