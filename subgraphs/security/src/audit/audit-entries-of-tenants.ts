import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { auditEntryColumns, toAuditEntry, type AuditEntry, type AuditRow } from './audit-entry.ts';

export interface TenantEntriesKey {
  tenantId: string;
  first: number;
}

/**
 * The latest entries of each tenant: one statement, however many tenants are asked for. It jumps through the index
 * once for each tenant and reads no more than it returns.
 */
export async function auditEntriesOfTenants(
  em: EntityManager,
  keys: readonly TenantEntriesKey[],
): Promise<AuditEntry[][]> {
  const rows = await executeSql<AuditRow>(
    em,
    `select latest.entry
     from unnest(?::uuid[]) as wanted (tenant_id)
     cross join lateral (
       select ${auditEntryColumns} from platform.audit_entry a
       where a.tenant_id = wanted.tenant_id
       order by a.occurred_at desc, a.position desc limit ?
     ) latest`,
    [[...new Set(keys.map((key) => key.tenantId.toLowerCase()))], Math.max(...keys.map((key) => key.first))],
  );
  const entries = rows.map(toAuditEntry);
  return keys.map(({ tenantId, first }) =>
    entries.filter((entry) => entry.tenantId === tenantId.toLowerCase()).slice(0, first),
  );
}
