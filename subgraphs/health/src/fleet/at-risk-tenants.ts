import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs } from '@intendant/kit/pagination';
import type { HealthContext } from '../context.ts';
import { healthChangedTopic } from '../live/health-changed.ts';
import { tenantSummaryColumns, type TenantSummaryRow } from '../tenant-summary/tenant-summary-row.ts';
import { nameKey } from '../tenant-summary/tenant-summary-sort.ts';
import { authoriseFleet } from './fleet-health.ts';

/** Tenants at risk, the worst first; cached, one statement when it is not. Throws `UserError` beyond 100. */
export async function atRiskTenants(
  ctx: HealthContext,
  first: number | null | undefined,
  freshness?: Freshness,
): Promise<TenantSummaryRow[]> {
  authoriseFleet(ctx);
  const limit = connectionArgs({ first: first ?? 10 }).first;
  return cachedSection(ctx, {
    key: `atRiskTenants ${limit}`,
    topic: healthChangedTopic,
    freshness,
    compute: ({ em }) =>
      executeSql<TenantSummaryRow>(
        em,
        `select ${tenantSummaryColumns} from tenant_summary s
         where s.is_at_risk and s.is_listed
         order by s.risk_score desc, ${nameKey}, s.tenant_id limit ?`,
        [limit],
      ),
  });
}
