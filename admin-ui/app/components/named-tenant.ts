/** Variables that ask what the tenant a list is narrowed to is called: the rows tell it only while there are some. */
export function namedTenant(
  tenantId: string | undefined,
  canTenants: boolean,
): { namedTenantId: string; namesTenant: boolean } {
  return { namedTenantId: tenantId ?? '', namesTenant: tenantId !== undefined && canTenants };
}

type NamedTenant = { id: string; name: string } | null | undefined;

/** The name for the chip that says which tenant a list is narrowed to. */
export function nameOfTenant(tenant: NamedTenant): Record<string, string> {
  return tenant ? { [tenant.id]: tenant.name } : {};
}
