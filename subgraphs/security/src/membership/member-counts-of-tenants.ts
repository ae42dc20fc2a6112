import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';

/** How many people belong to each tenant and may sign in: one statement, however many tenants are asked for. */
export async function memberCountsOfTenants(
  em: EntityManager,
  tenantIds: readonly string[],
): Promise<number[]> {
  if (tenantIds.length === 0) {
    return [];
  }
  const rows = await executeSql<{ tenant_id: string; members: number }>(
    em,
    `select m.tenant_id, count(*)::integer as members
     from membership m join "user" u on u.id = m.user_id
     where m.tenant_id = any (?::uuid[]) and not u.is_disabled
     group by m.tenant_id`,
    [tenantIds],
  );
  const byTenant = new Map(rows.map((row) => [row.tenant_id, row.members]));
  return tenantIds.map((id) => byTenant.get(id.toLowerCase()) ?? 0);
}
