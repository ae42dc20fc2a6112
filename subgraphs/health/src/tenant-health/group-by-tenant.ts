/** The rows of each tenant, in their order; an empty list for a tenant without any. */
export function groupByTenant<R extends { tenantId: string }>(
  rows: readonly R[],
  tenantIds: readonly string[],
): Map<string, R[]> {
  const groups = new Map<string, R[]>(tenantIds.map((tenantId) => [tenantId, []]));
  for (const row of rows) {
    groups.get(row.tenantId)?.push(row);
  }
  return groups;
}
