import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { standingParameters, standingSql, usedSql } from '../entitlement/standing-sql.ts';

/**
 * Since when a row of the projection is above the limit in force, read at `w.now`; null when it is not. The projection
 * stands until something changes, while time goes on: a period ends, and with it its usage; an override expires, and
 * from then on the plan's limit is what is exceeded.
 */
export const aboveSinceSql = `
  case when case when e.period_end <= w.now then 0 else e.used end
      > case when e.override_expires_at > w.now then e.override_limit else e.plan_limit end
    then coalesce(e.above_since, e.override_expires_at) end`;

const columns = [
  'plan_id',
  'used',
  'period_end',
  'plan_limit',
  'override_id',
  'override_limit',
  'override_granted_at',
  'override_expires_at',
  'above_since',
];

/**
 * Brings the tenants' part of the projection `entitlement_exception` to what usage, plans and overrides say now. Lock
 * the tenants before (`lockTenants`). `cause` says what changed: usage exceeds a limit from when it was measured,
 * anything else from now on; what was above the limit in force already stays so since then. One statement. Returns
 * whether the projection changed.
 */
export async function refreshExceptions(
  em: EntityManager,
  now: Date,
  change: { tenantIds: readonly string[]; cause: 'usage' | 'limits' },
): Promise<boolean> {
  const { tenantIds, cause } = change;
  const [row] = await executeSql<{ changes: number }>(
    em,
    `with wanted as (
       select t.id as tenant_id, k.key as entitlement_key, s.plan_id, ${usedSql} as used, u.period_end,
         u.measured_at, pe.limit_value as plan_limit, o.id as override_id, o.limit_value as override_limit,
         o.granted_at as override_granted_at, o.expires_at as override_expires_at
       from ${standingSql}
       where o.id is not null or ${usedSql} > pe.limit_value
     ), old as (
       select e.tenant_id, e.entitlement_key, ${aboveSinceSql} as above_since
       from entitlement_exception e cross join (select ?::timestamptz as now) as w
       where e.tenant_id = any (?::uuid[])
     ), written as (
       insert into entitlement_exception as e (tenant_id, entitlement_key, ${columns.join(', ')})
       select w.tenant_id, w.entitlement_key, w.plan_id, w.used, w.period_end, w.plan_limit, w.override_id,
         w.override_limit, w.override_granted_at, w.override_expires_at,
         case when w.used > case when w.override_id is null then w.plan_limit else w.override_limit end
           then coalesce(old.above_since, ${cause === 'usage' ? 'w.measured_at' : '?::timestamptz'}) end
       from wanted w left join old on old.tenant_id = w.tenant_id and old.entitlement_key = w.entitlement_key
       on conflict (tenant_id, entitlement_key) do update
         set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
         where (${columns.map((column) => `e.${column}`).join(', ')})
           is distinct from (${columns.map((column) => `excluded.${column}`).join(', ')})
       returning 1
     ), gone as (
       delete from entitlement_exception e
       where e.tenant_id = any (?::uuid[]) and not exists (
         select from wanted w where w.tenant_id = e.tenant_id and w.entitlement_key = e.entitlement_key)
       returning 1
     )
     select ((select count(*) from written) + (select count(*) from gone))::integer as changes`,
    [...standingParameters(tenantIds, now), now, tenantIds, ...(cause === 'usage' ? [] : [now]), tenantIds],
  );
  return (row?.changes ?? 0) > 0;
}
