import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { UserError } from '@intendant/kit/errors';

export const tenantStatuses = ['PROVISIONING', 'ACTIVE', 'SUSPENDED', 'DEPROVISIONING', 'DELETED'] as const;

export type TenantStatus = (typeof tenantStatuses)[number];

export const TenantEntity = defineEntity({
  name: 'Tenant',
  tableName: 'tenant',
  checks: [
    { name: 'tenant_slug_check', expression: 'slug = lower(slug)' },
    {
      name: 'tenant_suspension_check',
      expression: `(status = 'SUSPENDED') = (suspended_at is not null) and (suspended_at is null) = (suspension_reason is null)`,
    },
  ],
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    /** Always in lower case, so that uniqueness ignores letter case. */
    slug: p.text().unique('tenant_slug_unique'),
    contactEmail: p.text(),
    status: p.enum([...tenantStatuses]).$type<TenantStatus>(),
    suspensionReason: p.text().nullable(),
    suspendedAt: p.datetime().nullable(),
    isDemo: p.boolean(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

export type Tenant = InferEntity<typeof TenantEntity>;

/** What a new tenant is made of. */
export interface NewTenant {
  id: string;
  name: string;
  slug: string;
  contactEmail: string;
  isDemo: boolean;
}

/** The state of a tenant created at `now`. It is in use at once: nothing has to be prepared for it yet. */
export function initialTenantState(input: NewTenant, now: Date) {
  return {
    ...input,
    status: 'ACTIVE' as const,
    suspensionReason: null,
    suspendedAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

/** Applies what is given and leaves the rest. Returns whether anything changed. */
export function updateDetails(
  tenant: Tenant,
  changes: { name?: string | null; slug?: string | null; contactEmail?: string | null },
  now: Date,
): boolean {
  const name = changes.name ?? tenant.name;
  const slug = changes.slug ?? tenant.slug;
  const contactEmail = changes.contactEmail ?? tenant.contactEmail;
  if (name === tenant.name && slug === tenant.slug && contactEmail === tenant.contactEmail) {
    return false;
  }
  tenant.name = name;
  tenant.slug = slug;
  tenant.contactEmail = contactEmail;
  tenant.updatedAt = now;
  return true;
}

/** Stops an active tenant. Throws `UserError('INVALID_STATE')` from any other status. */
export function suspend(tenant: Tenant, reason: string, now: Date): void {
  if (tenant.status !== 'ACTIVE') {
    throw new UserError(
      'INVALID_STATE',
      tenant.status === 'SUSPENDED'
        ? 'The tenant is already suspended.'
        : 'Only an active tenant can be suspended.',
      ['input', 'id'],
    );
  }
  tenant.status = 'SUSPENDED';
  tenant.suspensionReason = reason;
  tenant.suspendedAt = now;
  tenant.updatedAt = now;
}

/** Returns a suspended tenant to use. Throws `UserError('INVALID_STATE')` from any other status. */
export function reactivate(tenant: Tenant, now: Date): void {
  if (tenant.status !== 'SUSPENDED') {
    throw new UserError('INVALID_STATE', 'Only a suspended tenant can be reactivated.', ['input', 'id']);
  }
  tenant.status = 'ACTIVE';
  tenant.suspensionReason = null;
  tenant.suspendedAt = null;
  tenant.updatedAt = now;
}
