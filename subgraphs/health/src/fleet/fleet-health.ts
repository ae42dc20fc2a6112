import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { InvariantError } from '@intendant/kit/errors';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { FleetHealth } from '../generated/resolvers.ts';
import { healthChangedTopic } from '../live/health-changed.ts';
import { dayMs, hourMs } from '../rollup/time-window.ts';
import { assessFleet } from './assess-fleet.ts';

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

type Counts = Omit<FleetHealth, 'asOf' | `${string}Assessment`>;

async function readFleetHealth(ctx: HealthContext): Promise<FleetHealth> {
  const now = ctx.clock.now();
  const counts = await readCounts(ctx.em, now);
  return { ...counts, ...(await assessFleet(ctx, counts)), asOf: now };
}

async function readCounts(em: HealthContext['em'], now: Date): Promise<Counts> {
  const ago = (milliseconds: number): Date => new Date(now.getTime() - milliseconds);
  const [row] = await executeSql<Counts>(
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
       (count(*) filter (where is_demo))::integer as demo,
       (select at_risk from fleet_sample where starts_at <= ?::timestamptz and starts_at > ?::timestamptz
        order by starts_at desc limit 1) as "atRisk24hAgo"
     from tenant_summary, (select ?::timestamptz as d1, ?::timestamptz as d7, ?::timestamptz as d30) as w
     where name is not null and status <> 'DELETED'`,
    // A sample a little older will do where the instance was stopped; one of another hour tells of another time.
    [ago(dayMs), ago(dayMs + hourMs), ago(dayMs), ago(7 * dayMs), ago(30 * dayMs)],
  );
  if (!row) {
    throw new InvariantError('An aggregate returned no row.');
  }
  return row;
}
