import type { EntityManager } from '@mikro-orm/postgresql';
import type { BillingContext } from '../context.ts';
import { findTenantNames } from './find-tenant-names.ts';

/** Whatever belongs to a tenant, such as a payment. */
type OfTenant = { readonly tenantId: string };

/** Names that were read together with their rows. */
const known = new WeakMap<OfTenant, string | null>();

/** Reads the names of the rows' tenants, in one statement, and keeps them for as long as the rows live. */
export async function rememberTenantNames(em: EntityManager, rows: readonly OfTenant[]): Promise<void> {
  const names = await findTenantNames(
    em,
    rows.map(({ tenantId }) => tenantId),
  );
  rows.forEach((row, index) => known.set(row, names[index] ?? null));
}

/** The tenant's name, as billing knows it; read for all rows of an operation at once unless remembered. */
export function tenantNameOf(ctx: BillingContext, row: OfTenant): Promise<string | null> {
  const name = known.get(row);
  return name === undefined ? ctx.loaders.tenantNameById.load(row.tenantId) : Promise.resolve(name);
}
