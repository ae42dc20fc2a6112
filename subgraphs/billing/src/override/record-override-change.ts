import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { publish } from '@intendant/kit/events/publish';
import type { BillingContext } from '../context.ts';
import { entitlementOf } from '../entitlement/catalogue.ts';
import {
  overrideStatus,
  type EntitlementOverride,
  type OverrideStatus,
} from './entitlement-override.entity.ts';

/** An override as other subgraphs receive it: its full state, instants in ISO 8601. */
export interface OverrideSnapshot {
  id: string;
  tenantId: string;
  entitlementKey: string;
  /** Null when unlimited. */
  limit: number | null;
  reason: string;
  status: OverrideStatus;
  grantedBy: string;
  grantedAt: string;
  expiresAt: string;
  revokedAt: string | null;
  revokedBy: string | null;
  revokedReason: string | null;
}

const events = {
  'override.grant': 'override.granted',
  'override.revoke': 'override.revoked',
  'override.expire': 'override.expired',
} as const;

/** Tells the audit log and the other subgraphs about a change of an override, in its transaction. */
export async function recordOverrideChange(
  em: EntityManager,
  ctx: BillingContext,
  change: { action: keyof typeof events; override: EntitlementOverride; before: OverrideSnapshot | null },
): Promise<void> {
  const { action, override, before } = change;
  const { id, tenantId, entitlementKey } = override;
  await em.flush();
  const after = overrideSnapshot(override, ctx.clock.now());
  await appendAudit(em, ctx, {
    action,
    target: { type: 'EntitlementOverride', id, name: entitlementOf(entitlementKey).name },
    tenantId,
    before,
    after,
  });
  await publish(em, { type: events[action], aggregateId: id, tenantId, data: after }, ctx);
}

/** `recordOverrideChange` for what ended by itself: it was in force until its last moment. */
export async function recordOverrideExpiry(
  em: EntityManager,
  ctx: BillingContext,
  override: EntitlementOverride,
): Promise<void> {
  const before = overrideSnapshot(override, new Date(override.expiresAt.getTime() - 1));
  await recordOverrideChange(em, ctx, { action: 'override.expire', override, before });
}

export function overrideSnapshot(override: EntitlementOverride, now: Date): OverrideSnapshot {
  return {
    id: override.id,
    tenantId: override.tenantId,
    entitlementKey: override.entitlementKey,
    limit: override.limit ?? null,
    reason: override.reason,
    status: overrideStatus(override, now),
    grantedBy: override.grantedBy,
    grantedAt: override.grantedAt.toISOString(),
    expiresAt: override.expiresAt.toISOString(),
    revokedAt: override.revokedAt?.toISOString() ?? null,
    revokedBy: override.revokedBy ?? null,
    revokedReason: override.revokedReason ?? null,
  };
}
