import { paths } from './paths.ts';

/** Stands for a tenant in the address: what concerns the platform itself, its staff, or addresses of nobody. */
export const noTenant = 'none';

/** The entries that the dashboard counts and shows as admin actions; `from` on, in the usual window without. */
export function adminActionsHref(from?: string): string {
  return paths.auditLog({ by: 'staff', is: 'change', ...(from === undefined ? {} : { from }) });
}

/** The API keys that were created for a tenant, or for the platform itself, or at all, from an instant on. */
export function createdKeysHref(from: string, of: { tenantId: string | null } | null): string {
  return paths.auditLog({
    action: 'key.create',
    ...(of === null ? {} : { tenant: of.tenantId ?? noTenant }),
    from,
  });
}
