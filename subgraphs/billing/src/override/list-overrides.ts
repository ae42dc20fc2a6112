import type { FilterQuery } from '@mikro-orm/core';
import { authorise } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import type { QueryEntitlementOverridesArgs } from '../generated/resolvers.ts';
import { nothing, pageByTime, type CountedConnection } from '../page-by-time.ts';
import { isUuid } from '../uuid.ts';
import {
  EntitlementOverrideEntity,
  type EntitlementOverride,
  type OverrideStatus,
} from './entitlement-override.entity.ts';

export type OverrideConnection = CountedConnection<EntitlementOverride>;

/**
 * Overrides, the latest first, with statuses exact to the instant; one statement. A tenant's callers see their own, by
 * the tenant filter. Throws `UserError('BAD_INPUT')` for a damaged cursor and beyond 100.
 */
export async function listOverrides(
  ctx: BillingContext,
  { tenantId, statuses, ...args }: Partial<QueryEntitlementOverridesArgs>,
): Promise<OverrideConnection> {
  authorise(ctx, 'billing:read');
  const conditions: FilterQuery<EntitlementOverride>[] = [];
  if (tenantId != null) {
    conditions.push(isUuid(tenantId) ? { tenantId } : nothing);
  }
  if (statuses != null) {
    const now = ctx.clock.now();
    const any = statuses.map((status) => withStatus(status, now));
    conditions.push(any.length > 0 ? { $or: any } : nothing);
  }
  return pageByTime(ctx.em, EntitlementOverrideEntity, {
    conditions,
    by: 'grantedAt',
    isDescending: true,
    args,
  });
}

function withStatus(status: OverrideStatus, now: Date): FilterQuery<EntitlementOverride> {
  switch (status) {
    case 'REVOKED':
      return { revokedAt: { $ne: null } };
    case 'EXPIRED':
      return { revokedAt: null, expiresAt: { $lte: now } };
    case 'IN_FORCE':
      return { revokedAt: null, expiresAt: { $gt: now } };
  }
}
