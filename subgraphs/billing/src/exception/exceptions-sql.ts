import { usageRatioSql } from '../entitlement/entitlement-usage.ts';
import { aboveSinceSql } from './refresh-exceptions.ts';

/** The exceptions of this very moment, as a relation `x`, from those rows `e` of the projection that could be, at `w.now`. */
function exceptionsOf(rows: string): string {
  return `
  (select y.*, y.above_since is not null as is_above, ${usageRatioSql('y.used', 'y.limit_value')} as ratio,
     coalesce(y.above_since, y.override_granted_at) as since
   from (
     select e.tenant_id, e.entitlement_key, e.plan_id, e.plan_limit, e.override_granted_at,
       e.override_expires_at > w.now as has_override,
       case when e.override_expires_at > w.now then e.override_id end as override_id,
       case when e.override_expires_at > w.now then e.override_expires_at end as expires_at,
       case when e.period_end <= w.now then 0 else e.used end as used,
       case when e.override_expires_at > w.now then e.override_limit else e.plan_limit end as limit_value,
       ${aboveSinceSql} as above_since
     from (select ?::timestamptz as now) as w cross join ${rows}
   ) as y
   where y.above_since is not null or y.has_override) as x`;
}

/**
 * The exceptions of this very moment, as a relation `x`, from the projection of those that could be: what a period that
 * ended or an override that expired made of them needs no work to be true. Its parameter is now.
 */
export const exceptionsSql = exceptionsOf('entitlement_exception e');

/** `exceptionsSql` with the names of tenants and plans. */
export const namedExceptionsSql = named(exceptionsSql);

/**
 * Those of `namedExceptionsSql` with the largest shares of their limits: so many, whatever equals the last of them, and
 * those of which the stored share does not stand any more. Its parameters are now and their number.
 */
export const mostExceededSql = named(
  exceptionsOf(`lateral (
    (select * from entitlement_exception where stands_until is null or stands_until > w.now
     order by standing_ratio desc fetch first (?) rows with ties)
    union all
    select * from entitlement_exception where stands_until <= w.now) as e`),
);

function named(exceptions: string): string {
  return `
    (select x.*, t.name as tenant_name, t.slug as tenant_slug, plan.name as plan_name
     from ${exceptions}
     join tenant t on t.id = x.tenant_id
     left join plan on plan.id = x.plan_id) as x`;
}
