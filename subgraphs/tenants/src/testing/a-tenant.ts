import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import type { TestDatabase } from '@intendant/kit/testing/test-database';
import type { TenantsContext } from '../context.ts';
import { createTenant } from '../tenant/create-tenant.ts';
import { suspendTenant } from '../tenant/suspend-tenant.ts';
import type { Tenant } from '../tenant/tenant.entity.ts';

/** The context a use case of this subgraph gets. */
export function tenantsContext(db: TestDatabase, caller?: Caller): TenantsContext {
  // The test database builds contexts with the module's own loaders and settings.
  return db.context('tenants', caller) as TenantsContext;
}

/** A tenant of its own, made as anybody's is; only what the test is about has to be given. */
export async function aTenant(
  db: TestDatabase,
  details: {
    name?: string;
    slug?: string;
    contactEmail?: string;
    isDemo?: boolean;
    status?: 'SUSPENDED';
  } = {},
): Promise<Tenant> {
  const { status, ...given } = details;
  const ctx = tenantsContext(db);
  const tenant = await createTenant(ctx, {
    name: 'Philharmonia',
    slug: `tenant-${randomUUID().slice(0, 8)}`,
    contactEmail: 'office@philharmonia.example',
    ...given,
  });
  return status === 'SUSPENDED' ? suspendTenant(ctx, { id: tenant.id, reason: 'Unpaid invoices' }) : tenant;
}
