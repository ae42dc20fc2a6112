import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { InvariantError } from '@intendant/kit/errors';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { FleetHealth } from '../generated/resolvers.ts';
import { healthChangedTopic } from '../live/health-changed.ts';
import { dayMs } from '../rollup/time-window.ts';

/** Throws unless the caller may read what concerns all tenants. */
export function authoriseFleet(ctx: HealthContext): void {
  authorise(ctx, 'health:read');
  requirePlatformCaller(ctx);
}

/** How the tenants are doing, all together; cached, one statement when it is not. */
export async function fleetHealth(ctx: HealthContext, freshness?: Freshness): Promise<FleetHealth> {
  authoriseFleet(ctx);
  return cachedSection(ctx, {
    key: 'fleetHealth',
    compute: readFleetHealth,
    topic: healthChangedTopic,
    freshness,
  });
}

async function readFleetHealth({ em, clock }: HealthContext): Promise<FleetHealth> {
  const now = clock.now();
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * dayMs);
  const [row] = await executeSql<Omit<FleetHealth, 'asOf'>>(
    em,
    `select count(*)::integer as total,
       (count(*) filter (where last_activity_at > w.d7))::integer as "active7d",
       (count(*) filter (where last_activity_at > w.d30))::integer as "active30d",
       (count(*) filter (where is_at_risk))::integer as "atRisk",
       (count(*) filter (where risk_state = 'CRITICAL'))::integer as critical,
       (count(*) filter (where last_drift_at > w.d1))::integer as "withDrift24h",
       (count(*) filter (where last_drift_at > w.d7))::integer as "withDrift7d",
       (count(*) filter (where last_credential_failure_at > w.d1))::integer as "withCredentialFailures24h",
       (count(*) filter (where last_credential_failure_at > w.d7))::integer as "withCredentialFailures7d",
       (count(*) filter (where is_demo))::integer as demo
     from tenant_summary, (select ?::timestamptz as d1, ?::timestamptz as d7, ?::timestamptz as d30) as w
     where name is not null and status <> 'DELETED'`,
    [daysAgo(1), daysAgo(7), daysAgo(30)],
  );
  if (!row) {
    throw new InvariantError('An aggregate returned no row.');
  }
  return { ...row, asOf: now };
}
