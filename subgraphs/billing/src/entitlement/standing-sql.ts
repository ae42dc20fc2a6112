import { entitlementKeys } from './catalogue.ts';

/**
 * What stands behind each entitlement of some tenants, as the from-clause of a statement: `t` the tenants, `k` the
 * entitlements, and where there are such `u` the usage, `s` the running subscription, `pe` what its plan grants, and `o`
 * the override in force. Its parameters are those of `standingParameters`; the tenants are named again where their rows
 * are read, or a large table would be read whole.
 */
export const standingSql = `
  (select distinct id from unnest(?::uuid[]) as named (id)) as t
  cross join unnest(?::text[]) with ordinality as k (key, position)
  cross join (select ?::timestamptz as now) as w
  left join (select * from tenant_usage where tenant_id = any (?::uuid[])) as u
    on u.tenant_id = t.id and u.entitlement_key = k.key
  left join (select * from plan_subscription where tenant_id = any (?::uuid[]) and status <> 'CANCELED') as s
    on s.tenant_id = t.id
  left join plan_entitlement pe on pe.plan_id = s.plan_id and pe.entitlement_key = k.key
  left join entitlement_override o on o.tenant_id = t.id and o.entitlement_key = k.key
    and o.revoked_at is null and o.expired_at is null and o.expires_at > w.now`;

/** Usage in the current period: a figure whose period has passed counts as none. */
export const usedSql = `case when u.period_end <= w.now then 0 else coalesce(u.used, 0) end`;

export function standingParameters(tenantIds: readonly string[], now: Date): unknown[] {
  return [tenantIds, entitlementKeys, now, tenantIds, tenantIds];
}
