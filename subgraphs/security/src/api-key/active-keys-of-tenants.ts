import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';

/** How many API keys of each tenant work now, neither revoked nor expired: one statement. */
export async function activeKeysOfTenants(
  em: EntityManager,
  now: Date,
  tenantIds: readonly string[],
): Promise<number[]> {
  const rows = await executeSql<{ tenant_id: string; keys: number }>(
    em,
    `select tenant_id, count(*)::integer as keys from api_key
     where tenant_id = any (?::uuid[]) and revoked_at is null and (expires_at is null or expires_at > ?)
     group by tenant_id`,
    [tenantIds, now],
  );
  const byTenant = new Map(rows.map((row) => [row.tenant_id, row.keys]));
  return tenantIds.map((id) => byTenant.get(id.toLowerCase()) ?? 0);
}
