import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { UserError } from '@intendant/kit/errors';

export type OverrideStatus = 'IN_FORCE' | 'EXPIRED' | 'REVOKED';

const open = 'revoked_at is null and expired_at is null';

export const EntitlementOverrideEntity = defineEntity({
  name: 'EntitlementOverride',
  tableName: 'entitlement_override',
  checks: [
    { name: 'entitlement_override_limit_check', expression: 'limit_value >= 0' },
    { name: 'entitlement_override_expires_check', expression: 'expires_at > granted_at' },
    {
      name: 'entitlement_override_revoked_check',
      expression:
        '(revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_reason is null)',
    },
    { name: 'entitlement_override_end_check', expression: 'revoked_at is null or expired_at is null' },
  ],
  indexes: [
    {
      name: 'entitlement_override_open',
      expression: `create unique index entitlement_override_open on entitlement_override (tenant_id, entitlement_key) where ${open}`,
    },
    {
      name: 'entitlement_override_due',
      expression: `create index entitlement_override_due on entitlement_override (expires_at) where ${open}`,
    },
    { name: 'entitlement_override_latest', properties: ['grantedAt', 'id'] },
    { name: 'entitlement_override_tenant', properties: ['tenantId', 'grantedAt', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    entitlementKey: p.text(),
    /** Null when unlimited. */
    limit: p.bigint('number').nullable().fieldName('limit_value'),
    reason: p.text(),
    /** Names of that time: people leave, the record stays. */
    grantedBy: p.text(),
    grantedAt: p.datetime(),
    expiresAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
    revokedBy: p.text().nullable(),
    revokedReason: p.text().nullable(),
    /** When its expiry was recorded, which is a little after `expiresAt`; its status does not wait for that. */
    expiredAt: p.datetime().nullable(),
  },
});

export type EntitlementOverride = InferEntity<typeof EntitlementOverrideEntity>;

/** Where an override stands, exact to the instant. */
export function overrideStatus(
  { revokedAt, expiresAt }: Pick<EntitlementOverride, 'revokedAt' | 'expiresAt'>,
  now: Date,
): OverrideStatus {
  if (revokedAt != null) {
    return 'REVOKED';
  }
  return expiresAt <= now ? 'EXPIRED' : 'IN_FORCE';
}

/** What a new override is made of. */
export interface NewOverride {
  id: string;
  tenantId: string;
  entitlementKey: string;
  limit: number | null;
  reason: string;
  expiresAt: Date;
  grantedBy: string;
}

/** The state of an override that is granted at `now`. */
export function grantedOverrideState(input: NewOverride, now: Date) {
  return { ...input, grantedAt: now, revokedAt: null, revokedBy: null, revokedReason: null, expiredAt: null };
}

/** Ends an override in force. Throws `UserError('INVALID_STATE')` when it has ended already. */
export function revoke(
  override: EntitlementOverride,
  { by, reason, now }: { by: string; reason: string; now: Date },
): void {
  const status = overrideStatus(override, now);
  if (status !== 'IN_FORCE') {
    const how = status === 'REVOKED' ? 'is revoked' : 'has expired';
    throw new UserError('INVALID_STATE', `The override ${how} already.`, ['input', 'id']);
  }
  override.revokedAt = now;
  override.revokedBy = by;
  override.revokedReason = reason;
}

/** Records that an override past its end ended by itself; false when it has not, or that is recorded already. */
export function recordExpiry(override: EntitlementOverride, now: Date): boolean {
  if (override.expiredAt != null || overrideStatus(override, now) !== 'EXPIRED') {
    return false;
  }
  override.expiredAt = now;
  return true;
}
