import type { BillingContext } from '../context.ts';

/** Whatever belongs to a tenant, such as a payment. */
type OfTenant = { readonly tenantId: string };

/** Names that were read together with their rows. */
const known = new WeakMap<OfTenant, string | null>();

/** Keeps the name of a row's tenant for as long as the row lives. */
export function knowTenantName(row: OfTenant, name: string | null): void {
  known.set(row, name);
}

/** The tenant's name, as billing knows it; read for all rows of an operation at once unless remembered. */
export function tenantNameOf(ctx: BillingContext, row: OfTenant): Promise<string | null> {
  const name = known.get(row);
  return name === undefined ? ctx.loaders.tenantNameById.load(row.tenantId) : Promise.resolve(name);
}
