import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { tenantSummaryColumns, type TenantSummaryRow } from '../tenant-summary/tenant-summary-row.ts';

/** The summaries of those of the tenants that health has heard of. */
export async function readTenantSummaries(
  em: EntityManager,
  tenantIds: readonly string[],
): Promise<Map<string, TenantSummaryRow>> {
  const rows = await executeSql<TenantSummaryRow>(
    em,
    `select ${tenantSummaryColumns} from tenant_summary s where s.name is not null and s.tenant_id = any (?::uuid[])`,
    [tenantIds],
  );
  return new Map(rows.map((row) => [row.tenantId, row]));
}
