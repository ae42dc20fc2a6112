import { windowStart } from '../rollup/time-window.ts';

/** From when on a refusal lies within the last 24 hours; the parameter of the SQL below. */
export function rateLimitedSince(now: Date): Date {
  return windowStart(now, 'minute', 1440);
}

/** SQL for how many requests and events of a tenant were refused; one parameter. */
export function rateLimitedSql(tenantId: string): string {
  return `(select coalesce(sum(r.rejected), 0)::double precision from rate_limit_minute r
    where r.tenant_id = ${tenantId} and r.starts_at >= ?::timestamptz)`;
}

/** SQL for whether any request or event of a tenant was refused; one parameter. */
export function isRateLimitedSql(tenantId: string): string {
  return `exists (select from rate_limit_minute r
    where r.tenant_id = ${tenantId} and r.starts_at >= ?::timestamptz and r.rejected > 0)`;
}

/** SQL for how many tenants were refused anything; one parameter. */
export const rateLimitedTenantsSql = `(
  select count(distinct r.tenant_id)::integer from rate_limit_minute r join tenant_summary s using (tenant_id)
  where r.starts_at >= ?::timestamptz and r.rejected > 0 and s.is_listed)`;
