import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';

/** The names of the tenants, in their order; null for one that billing has not been told of. One statement at most. */
export async function findTenantNames(
  em: EntityManager,
  tenantIds: readonly string[],
): Promise<(string | null)[]> {
  if (tenantIds.length === 0) {
    return [];
  }
  const rows = await executeSql<{ id: string; name: string }>(
    em,
    'select id, name from tenant where id = any (?::uuid[])',
    [[...new Set(tenantIds)]],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return tenantIds.map((id) => names.get(id) ?? null);
}
