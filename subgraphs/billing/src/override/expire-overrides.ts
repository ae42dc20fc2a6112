import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import type { BillingContext } from '../context.ts';
import { refreshExceptions } from '../exception/refresh-exceptions.ts';
import { changeBilling } from '../live/billing-changed.ts';
import { EntitlementOverrideEntity, recordExpiry } from './entitlement-override.entity.ts';
import { findOverrideForChange } from './find-override-for-change.ts';
import { recordOverrideExpiry } from './record-override-change.ts';

const batchSize = 200;

/**
 * Records and announces that overrides ended by themselves, each once and in a transaction of its own. Whoever reads
 * goes by the clock and does not depend on this. Safe to run at any time, in several processes, and after being killed.
 * Platform callers and our own jobs only. Returns how many.
 */
export async function expireOverrides(ctx: BillingContext): Promise<number> {
  authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);
  let expired = 0;
  for (;;) {
    const due = await ctx.em
      .fork()
      .find(
        EntitlementOverrideEntity,
        { revokedAt: null, expiredAt: null, expiresAt: { $lte: ctx.clock.now() } },
        { orderBy: { expiresAt: 'asc' }, limit: batchSize },
      );
    for (const { id } of due) {
      expired += (await expireOverride(ctx, id)) ? 1 : 0;
    }
    if (due.length < batchSize) {
      return expired;
    }
  }
}

async function expireOverride(ctx: BillingContext, id: string): Promise<boolean> {
  return changeBilling(ctx, async (em) => {
    const found = await em.findOne(EntitlementOverrideEntity, { id });
    const override = found && (await findOverrideForChange(em, found));
    const now = ctx.clock.now();
    // Revoked, removed or recorded by another process since the sweep looked.
    if (!override || !recordExpiry(override, now)) {
      return false;
    }
    await em.flush();
    await refreshExceptions(em, now, { tenantIds: [override.tenantId], cause: 'limits' });
    await recordOverrideExpiry(em, ctx, override);
    return true;
  });
}
