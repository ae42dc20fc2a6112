import type { PlatformRole, TenantRole } from '#app/gql/graphql.ts';

export const platformRoles = ['OWNER', 'ADMIN', 'SUPPORT', 'BILLING', 'VIEWER'] as const;

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

/** For a form that gives one, or none. */
export const platformRoleOptions = [
  { value: '', label: 'None' },
  ...platformRoles.map((value) => ({
    value: value as string,
    label: `${platformRoleWords[value]}: ${platformRoleMeanings[value]}`,
  })),
];

export const tenantRoles = ['OWNER', 'ADMIN', 'BILLING', 'VIEWER'] as const;

export const tenantRoleWords: Readonly<Record<TenantRole, string>> = {
  OWNER: 'Tenant owner',
  ADMIN: 'Tenant admin',
  BILLING: 'Tenant billing',
  VIEWER: 'Tenant viewer',
};

export const tenantRoleMeanings: Readonly<Record<TenantRole, string>> = {
  OWNER: 'Everything inside the tenant.',
  ADMIN: 'Everything inside the tenant but assigning roles.',
  BILLING: 'Reads the tenant; reads and changes its billing.',
  VIEWER: 'Reads everything inside the tenant.',
};
