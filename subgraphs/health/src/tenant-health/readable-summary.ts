import { hasPermission } from '@intendant/kit/identity/caller';
import type { HealthContext } from '../context.ts';
import { catchUpTenants } from '../tenant-summary/catch-up-tenants.ts';
import { isTenantId } from '../tenant-summary/tenant-id.ts';
import type { TenantSummaryRow } from '../tenant-summary/tenant-summary-row.ts';

/** A tenant's summary when the caller may see it: platform callers all, others their own only. */
export async function readableSummary(
  ctx: HealthContext,
  tenantId: string,
): Promise<TenantSummaryRow | null> {
  return isReadable(ctx, tenantId) ? ctx.loaders.tenantSummary.load(tenantId) : null;
}

/** The same, also of a tenant that was created so recently that its event has not been delivered yet. */
export async function newestSummary(ctx: HealthContext, tenantId: string): Promise<TenantSummaryRow | null> {
  const summary = await readableSummary(ctx, tenantId);
  if (summary || !isReadable(ctx, tenantId)) {
    return summary;
  }
  return (await catchUpTenants(ctx, [tenantId])) ? ctx.loaders.tenantSummary.load(tenantId) : null;
}

function isReadable({ caller }: HealthContext, tenantId: string): boolean {
  const isVisible =
    caller.kind !== 'anonymous' &&
    (caller.tenantId === null || caller.tenantId === tenantId) &&
    (hasPermission(caller, 'health:read') || hasPermission(caller, 'service:internal'));
  return isVisible && isTenantId(tenantId);
}
