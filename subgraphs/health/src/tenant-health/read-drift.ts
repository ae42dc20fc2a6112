import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { EnvironmentDrift } from '../generated/resolvers.ts';
import { daysBack } from '../rollup/time-window.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';
import { groupByTenant } from './group-by-tenant.ts';

/** Each tenant's environments that are drifted or drifted within 7 days, the latest first. */
export async function readDrift(
  em: EntityManager,
  tenantIds: readonly string[],
  first: number,
  now: Date,
): Promise<Map<string, EnvironmentDrift[]>> {
  const rows = await executeSql<EnvironmentDrift & { tenantId: string }>(
    em,
    `select t.tenant_id as "tenantId", d.* from unnest(?::uuid[]) as t (tenant_id)
     cross join lateral (
       select e.environment, e.is_drifted as "isDrifted", coalesce(m.detections, 0)::double precision as "detections7d",
         ${instant('e.last_detected_at')} as "lastDetectedAt", ${instant('e.resolved_at')} as "resolvedAt", e.summary
       from environment_state e
       left join lateral (
         select sum(detections) as detections from drift_minute
         where tenant_id = e.tenant_id and environment = e.environment and starts_at >= ?::timestamptz) as m on true
       where e.tenant_id = t.tenant_id and e.last_detected_at is not null
         and (e.is_drifted or e.last_detected_at >= ?::timestamptz)
       order by e.last_detected_at desc, e.environment limit ?) as d`,
    [tenantIds, daysBack(now, 7), daysBack(now, 7), first],
  );
  return groupByTenant(rows, tenantIds);
}
