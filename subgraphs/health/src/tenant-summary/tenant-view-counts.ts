import { cachedSection } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { InvariantError } from '@intendant/kit/errors';
import type { HealthContext } from '../context.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { TenantViewCounts } from '../generated/resolvers.ts';
import { healthChangedTopic, platformChangedTopic } from '../live/health-changed.ts';
import { rateLimitedSince, rateLimitedTenantsSql } from '../rate-limit/read-rate-limited-tenants.ts';

/** How many tenants each standing view of the tenant list shows; cached, one statement when it is not. */
export async function tenantViewCounts(ctx: HealthContext): Promise<TenantViewCounts> {
  authoriseFleet(ctx);
  return cachedSection(ctx, {
    key: 'tenantViewCounts',
    topic: [healthChangedTopic, platformChangedTopic],
    compute: readViewCounts,
  });
}

async function readViewCounts({ em, clock }: HealthContext): Promise<TenantViewCounts> {
  const [row] = await executeSql<TenantViewCounts>(
    em,
    `select (count(*) filter (where is_present))::integer as "all",
       (count(*) filter (where is_present and is_at_risk))::integer as "atRisk",
       ${rateLimitedTenantsSql} as "rateLimited",
       (count(*) filter (where is_present and is_trialing))::integer as trialing,
       (count(*) filter (where is_present and is_delinquent))::integer as delinquent,
       (count(*) filter (where status = 'PROVISIONING'))::integer as provisioning,
       (count(*) filter (where status = 'SUSPENDED'))::integer as suspended,
       (count(*) filter (where status = 'DELETED'))::integer as deleted
     from (select s.*, status <> 'DELETED' as is_present from tenant_summary s where name is not null) as s`,
    [rateLimitedSince(clock.now())],
  );
  if (!row) {
    throw new InvariantError('An aggregate returned no row.');
  }
  return row;
}
