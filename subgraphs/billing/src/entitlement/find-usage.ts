import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { EntitlementOverrideEntity } from '../override/entitlement-override.entity.ts';
import type { EntitlementUsage } from './entitlement-usage.ts';
import { standingParameters, standingSql, usedSql } from './standing-sql.ts';

interface Row {
  tenantId: string;
  entitlementKey: string;
  used: number;
  planLimit: number | null;
  overrideId: string | null;
  overrideLimit: number | null;
  measuredAt: string | null;
}

/**
 * Usage against every limit, of each tenant and in the catalogue's order: two statements at most, for any number. Trusts
 * that the tenants may be seen: whoever asks got them from something of theirs.
 */
export async function findUsage(
  em: EntityManager,
  now: Date,
  tenantIds: readonly string[],
): Promise<EntitlementUsage[][]> {
  const rows = await executeSql<Row>(
    em,
    `select t.id as "tenantId", k.key as "entitlementKey", (${usedSql})::double precision as used,
       pe.limit_value::double precision as "planLimit", o.id as "overrideId",
       o.limit_value::double precision as "overrideLimit", u.measured_at as "measuredAt"
     from ${standingSql} order by k.position`,
    standingParameters(tenantIds, now),
  );
  const ids = rows.flatMap(({ overrideId }) => overrideId ?? []);
  const found = ids.length === 0 ? [] : await em.find(EntitlementOverrideEntity, { id: { $in: ids } });
  const overrides = new Map(found.map((override) => [override.id, override]));

  const byTenant = new Map<string, EntitlementUsage[]>();
  for (const row of rows) {
    const usage = {
      entitlementKey: row.entitlementKey,
      used: row.used,
      limit: row.overrideId === null ? row.planLimit : row.overrideLimit,
      planLimit: row.planLimit,
      override: overrides.get(row.overrideId ?? '') ?? null,
      measuredAt: row.measuredAt === null ? null : new Date(row.measuredAt),
    };
    byTenant.set(row.tenantId, [...(byTenant.get(row.tenantId) ?? []), usage]);
  }
  return tenantIds.map((id) => byTenant.get(id.toLowerCase()) ?? []);
}
