import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { CredentialHealth } from '../generated/resolvers.ts';
import { daysBack } from '../rollup/time-window.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';
import { groupByTenant } from './group-by-tenant.ts';

/** Each tenant's credentials that are failing or failed within 7 days, the latest first. */
export async function readCredentials(
  em: EntityManager,
  tenantIds: readonly string[],
  first: number,
  now: Date,
): Promise<Map<string, CredentialHealth[]>> {
  const rows = await executeSql<CredentialHealth & { tenantId: string }>(
    em,
    `select t.tenant_id as "tenantId", c.* from unnest(?::uuid[]) as t (tenant_id)
     cross join lateral (
       select s.credential, s.is_failing as "isFailing", coalesce(m.failures, 0)::double precision as "failures7d",
         ${instant('s.last_failed_at')} as "lastFailedAt", ${instant('s.recovered_at')} as "recoveredAt",
         s.error_message as "errorMessage"
       from credential_state s
       left join lateral (
         select sum(failures) as failures from credential_minute
         where tenant_id = s.tenant_id and credential = s.credential and starts_at >= ?::timestamptz) as m on true
       where s.tenant_id = t.tenant_id and s.last_failed_at is not null
         and (s.is_failing or s.last_failed_at >= ?::timestamptz)
       order by s.last_failed_at desc, s.credential limit ?) as c`,
    [tenantIds, daysBack(now, 7), daysBack(now, 7), first],
  );
  return groupByTenant(rows, tenantIds);
}
