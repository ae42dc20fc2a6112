import { hasPermission } from '@intendant/kit/identity/caller';
import type { HealthContext } from '../context.ts';
import { isTenantId } from '../tenant-summary/tenant-id.ts';
import type { TenantSummaryRow } from '../tenant-summary/tenant-summary-row.ts';

/** A tenant's summary when the caller may see it: platform callers all, others their own only. */
export async function readableSummary(
  ctx: HealthContext,
  tenantId: string,
): Promise<TenantSummaryRow | null> {
  const { caller } = ctx;
  const isVisible =
    caller.kind !== 'anonymous' &&
    (caller.tenantId === null || caller.tenantId === tenantId) &&
    (hasPermission(caller, 'health:read') || hasPermission(caller, 'service:internal'));
  return isVisible && isTenantId(tenantId) ? ctx.loaders.tenantSummary.load(tenantId) : null;
}
