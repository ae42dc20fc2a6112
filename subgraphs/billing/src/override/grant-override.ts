import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import type { BillingContext } from '../context.ts';
import { entitlementKeys } from '../entitlement/catalogue.ts';
import { refreshExceptions } from '../exception/refresh-exceptions.ts';
import { changeBilling } from '../live/billing-changed.ts';
import { loadSubscriptionForChange } from '../subscription/load-subscription.ts';
import { lockTenants } from '../tenant/lock-tenants.ts';
import {
  EntitlementOverrideEntity,
  grantedOverrideState,
  recordExpiry,
  revoke,
  type EntitlementOverride,
} from './entitlement-override.entity.ts';
import { overrideReason } from './override-reason.ts';
import { overrideSnapshot, recordOverrideChange, recordOverrideExpiry } from './record-override-change.ts';

const longestYears = 2;

function schemaAt(now: Date) {
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + longestYears);
  return z.object({
    tenantId: z.string(),
    entitlementKey: z.enum(entitlementKeys, 'There is no such entitlement.'),
    limit: z
      .number()
      .int('Give a whole number.')
      .min(0, 'Give a limit of 0 or more, or none for no limit.')
      .nullish(),
    reason: overrideReason,
    expiresAt: z.coerce
      .date()
      .min(new Date(now.getTime() + 1), 'Give an end in the future.')
      .max(latest, `Give an end within ${longestYears} years.`),
  });
}

/** What `grantOverride` is given; a limit that is left out or null is none. */
export interface GrantOverrideInput {
  tenantId: string;
  entitlementKey: string;
  limit?: number | null | undefined;
  reason: string;
  expiresAt: Date | string;
}

/**
 * Grants a tenant another limit than its plan's, at once and until `expiresAt`. The override of the same entitlement that
 * is in force is revoked by the same person, for the same reason. Platform callers only. Throws `UserError` `NOT_FOUND`
 * for the tenant or `BAD_INPUT`.
 */
export async function grantOverride(
  ctx: BillingContext,
  input: GrantOverrideInput,
): Promise<EntitlementOverride> {
  const caller = authorise(ctx, 'billing:write');
  requirePlatformCaller(ctx);
  const now = ctx.clock.now();
  const { limit, ...details } = parseInput(schemaAt(now), input);
  const grantedBy = (caller.actor ?? caller).name;

  return changeBilling(ctx, async (em) => {
    const { tenantId } = await loadSubscriptionForChange(em, ctx, details.tenantId);
    await lockTenants(em, [tenantId]);
    await endPrevious(em, ctx, { ...details, tenantId, by: grantedBy });
    const override = em.create(
      EntitlementOverrideEntity,
      grantedOverrideState({ ...details, id: randomUUID(), tenantId, limit: limit ?? null, grantedBy }, now),
    );
    em.persist(override);
    await em.flush();
    await refreshExceptions(em, now, { tenantIds: [tenantId], cause: 'limits' });
    await recordOverrideChange(em, ctx, { action: 'override.grant', override, before: null });
    return override;
  });
}

/** Ends what has not ended yet: there is one of each entitlement at most. */
async function endPrevious(
  em: EntityManager,
  ctx: BillingContext,
  grant: { tenantId: string; entitlementKey: string; reason: string; by: string },
): Promise<void> {
  const { tenantId, entitlementKey, reason, by } = grant;
  const now = ctx.clock.now();
  const previous = await em.findOne(EntitlementOverrideEntity, {
    tenantId,
    entitlementKey,
    revokedAt: null,
    expiredAt: null,
  });
  if (!previous) {
    return;
  }
  if (recordExpiry(previous, now)) {
    await recordOverrideExpiry(em, ctx, previous);
  } else {
    const before = overrideSnapshot(previous, now);
    revoke(previous, { by, reason: `Replaced by another override: ${reason}`, now });
    await recordOverrideChange(em, ctx, { action: 'override.revoke', override: previous, before });
  }
}
