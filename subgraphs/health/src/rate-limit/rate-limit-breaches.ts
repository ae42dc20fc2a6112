import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs } from '@intendant/kit/pagination';
import type { HealthContext } from '../context.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { RateLimitKind } from '../generated/resolvers.ts';
import { platformChangedTopic } from '../live/health-changed.ts';
import { count, instant } from '../tenant-summary/tenant-summary-row.ts';
import { rateLimitedSince } from './read-rate-limited-tenants.ts';

export interface RateLimitBreachRow {
  tenantId: string;
  name: string;
  kind: RateLimitKind;
  planName: string | null;
  callerId: string;
  isApiKey: boolean;
  callerName: string;
  peakPerMinute: number;
  limitPerMinute: number;
  rejected24h: number;
  lastAt: string;
}

/**
 * Rate limits that tenants' callers ran into within the last 24 hours, those refused most first; cached, one statement
 * when it is not. Throws `UserError` beyond 100.
 */
export async function rateLimitBreaches(
  ctx: HealthContext,
  first: number | null | undefined,
  freshness?: Freshness,
): Promise<RateLimitBreachRow[]> {
  authoriseFleet(ctx);
  const limit = connectionArgs({ first: first ?? 10 }).first;
  return cachedSection(ctx, {
    key: `rateLimitBreaches ${limit}`,
    topic: platformChangedTopic,
    freshness,
    compute: ({ em, clock }) => readBreaches(em, rateLimitedSince(clock.now()), limit),
  });
}

/** Within a minute what the gateways saw adds up, since each saw other requests of the same caller. */
function readBreaches(em: HealthContext['em'], since: Date, limit: number): Promise<RateLimitBreachRow[]> {
  return executeSql<RateLimitBreachRow>(
    em,
    `with minutes as (
       select tenant_id, caller_id, kind, starts_at, sum(rejected) as rejected, sum(offered) as offered,
         max(limit_per_minute) as limit_per_minute, bool_or(is_api_key) as is_api_key, max(caller_name) as caller_name
       from rate_limit_minute where starts_at >= ?::timestamptz group by 1, 2, 3, 4),
     breaches as (
       select tenant_id, caller_id, kind, sum(rejected) as rejected, max(offered) as peak, max(starts_at) as last_at,
         bool_or(is_api_key) as is_api_key,
         (array_agg(caller_name order by starts_at desc))[1] as caller_name,
         (array_agg(limit_per_minute order by starts_at desc))[1] as limit_per_minute
       from minutes group by 1, 2, 3 having sum(rejected) > 0)
     select b.tenant_id as "tenantId", s.name, s.plan_name as "planName", b.kind, b.caller_id as "callerId", b.is_api_key as "isApiKey",
       b.caller_name as "callerName", ${count('b.peak')} as "peakPerMinute",
       ${count('b.limit_per_minute')} as "limitPerMinute", ${count('b.rejected')} as "rejected24h",
       ${instant('b.last_at')} as "lastAt"
     from breaches b join tenant_summary s using (tenant_id)
     where s.is_listed
     order by b.rejected desc, b.last_at desc, s.name, b.caller_id, b.kind limit ?`,
    [since, limit],
  );
}
