import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudits } from '@intendant/kit/audit/append-audit';
import { publishAll } from '@intendant/kit/events/publish';
import type { TenantsContext } from '../context.ts';
import type { Tenant } from './tenant.entity.ts';

/** A tenant as other subgraphs receive it: its full state, with instants in ISO 8601. */
export interface TenantSnapshot {
  id: string;
  name: string;
  slug: string;
  contactEmail: string;
  status: Tenant['status'];
  isDemo: boolean;
  createdAt: string;
  updatedAt: string;
}

export function tenantSnapshot(tenant: Tenant): TenantSnapshot {
  return {
    id: tenant.id,
    name: tenant.name,
    slug: tenant.slug,
    contactEmail: tenant.contactEmail,
    status: tenant.status,
    isDemo: tenant.isDemo,
    createdAt: tenant.createdAt.toISOString(),
    updatedAt: tenant.updatedAt.toISOString(),
  };
}

/** A tenant as the audit log keeps it. */
export function tenantAuditState(tenant: Tenant): object {
  return { ...tenantSnapshot(tenant), suspensionReason: tenant.suspensionReason };
}

export interface TenantChange {
  event: 'tenant.created' | 'tenant.updated' | 'tenant.suspended' | 'tenant.reactivated' | 'tenant.removed';
  action: 'tenant.create' | 'tenant.update' | 'tenant.suspend' | 'tenant.reactivate' | 'tenant.remove';
  tenant: Tenant;
  before: object | null;
}

/**
 * Tells the audit log and the other subgraphs about a change, in its transaction. The event comes last because
 * publishers of one aggregate wait for each other until commit.
 */
export async function recordTenantChange(
  em: EntityManager,
  ctx: TenantsContext,
  change: TenantChange,
): Promise<void> {
  await recordTenantChanges(em, ctx, [change]);
}

/** The same for several tenants, whose rows are written together; each has its own audit entry and its own event. */
export async function recordTenantChanges(
  em: EntityManager,
  ctx: TenantsContext,
  changes: readonly TenantChange[],
): Promise<void> {
  await em.flush();
  await appendAudits(
    em,
    ctx,
    changes.map(({ event, action, tenant, before }) => ({
      action,
      target: { type: 'Tenant', id: tenant.id, name: tenant.name },
      tenantId: tenant.id,
      before,
      after: event === 'tenant.removed' ? null : tenantAuditState(tenant),
    })),
  );
  await publishAll(
    em,
    changes.map(({ event, tenant }) => ({
      type: event,
      aggregateId: tenant.id,
      tenantId: tenant.id,
      data: tenantSnapshot(tenant),
    })),
    ctx,
  );
}
