import type { EntityManager } from '@mikro-orm/postgresql';
import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs } from '@intendant/kit/pagination';
import type { HealthContext } from '../context.ts';
import { IncidentEntity } from '../incident/incident.entity.ts';
import { latestOpenIncident } from '../incident/read-incidents-of-tenants.ts';
import { incidentsChangedTopic } from '../incident/record-incident-change.ts';
import { healthChangedTopic } from '../live/health-changed.ts';
import { tenantSummaryColumns, type TenantSummaryRow } from '../tenant-summary/tenant-summary-row.ts';
import { nameKey } from '../tenant-summary/tenant-summary-sort.ts';
import { authoriseFleet } from './fleet-health.ts';

/**
 * Tenants at risk with the incident that is open for each, the worst first; cached, one statement when it is not. Throws
 * `UserError` beyond 100.
 */
export async function atRiskTenants(
  ctx: HealthContext,
  first: number | null | undefined,
  freshness?: Freshness,
): Promise<TenantSummaryRow[]> {
  authoriseFleet(ctx);
  const limit = connectionArgs({ first: first ?? 10 }).first;
  return cachedSection(ctx, {
    key: `atRiskTenants ${limit}`,
    topic: [healthChangedTopic, incidentsChangedTopic],
    freshness,
    compute: ({ em }) => readAtRisk(em, limit),
  });
}

type Row = TenantSummaryRow & { incident: Record<string, unknown> | null };

async function readAtRisk(em: EntityManager, limit: number): Promise<TenantSummaryRow[]> {
  const rows = await executeSql<Row>(
    em,
    `select ${tenantSummaryColumns}, ${latestOpenIncident} as incident
     from tenant_summary s
     where s.is_at_risk and s.is_listed
     order by s.risk_score desc, ${nameKey}, s.tenant_id limit ?`,
    [limit],
  );
  return rows.map(({ incident, ...row }) => ({
    ...row,
    openIncident: incident && em.map(IncidentEntity, incident),
  }));
}
