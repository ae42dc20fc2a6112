import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { rateLimitedSince, rateLimitedSql } from '../rate-limit/read-rate-limited-tenants.ts';

/** How many requests and events of each tenant a rate limit refused within the last 24 hours. */
export async function readRateLimited(
  em: EntityManager,
  tenantIds: readonly string[],
  now: Date,
): Promise<Map<string, { rejected: number }>> {
  const rows = await executeSql<{ tenantId: string; rejected: number }>(
    em,
    `select t.tenant_id as "tenantId", ${rateLimitedSql('t.tenant_id')} as rejected
     from unnest(?::uuid[]) as t (tenant_id)`,
    [rateLimitedSince(now), tenantIds],
  );
  return new Map(rows.map(({ tenantId, rejected }) => [tenantId, { rejected }]));
}
