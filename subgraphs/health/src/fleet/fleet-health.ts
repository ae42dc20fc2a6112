import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { InvariantError } from '@intendant/kit/errors';
import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { FleetHealth } from '../generated/resolvers.ts';
import { healthChangedTopic } from '../live/health-changed.ts';
import { riskThresholds } from '../risk/risk-thresholds.ts';
import { dayMs, daysBack, hourMs } from '../rollup/time-window.ts';
import { assessFleet } from './assess-fleet.ts';

/** Throws unless the caller may read what concerns all tenants. */
export function authoriseFleet(ctx: HealthContext): void {
  authorise(ctx, 'health:read');
  requirePlatformCaller(ctx);
}

/** The fleet in figures, and what its tenants keep in object storage, which is read along; null when none counted. */
export type FleetFigures = FleetHealth & { storageObjectBytes: number | null };

/** How the tenants are doing, all together; cached, one statement when it is not. */
export async function fleetHealth(ctx: HealthContext, freshness?: Freshness): Promise<FleetFigures> {
  authoriseFleet(ctx);
  return cachedSection(ctx, {
    key: 'fleetHealth',
    compute: readFleetHealth,
    topic: healthChangedTopic,
    freshness,
  });
}

type Counts = Omit<FleetFigures, 'asOf' | 'riskThresholds' | `${string}Assessment`>;

async function readFleetHealth(ctx: HealthContext): Promise<FleetFigures> {
  const now = ctx.clock.now();
  const [counts, thresholds] = await Promise.all([readCounts(ctx.em, now), riskThresholds(ctx)]);
  return { ...counts, ...(await assessFleet(ctx, counts)), riskThresholds: thresholds, asOf: now };
}

/** What concerns every tenant in one pass over the first columns; what concerns few by their indexes. */
async function readCounts(em: HealthContext['em'], now: Date): Promise<Counts> {
  const ago = (milliseconds: number): Date => new Date(now.getTime() - milliseconds);
  const [row] = await executeSql<Counts>(
    em,
    `select tenants.*, at_risk.*, drift.*, credentials.*,
       (select at_risk from fleet_sample where starts_at <= ?::timestamptz and starts_at > ?::timestamptz
        order by starts_at desc limit 1) as "atRisk24hAgo"
     from (
       select count(*)::integer as total,
         (count(*) filter (where last_activity_at >= ?::timestamptz))::integer as "active7d",
         (count(*) filter (where last_activity_at >= ?::timestamptz))::integer as "active30d",
         (count(*) filter (where is_demo))::integer as demo,
         sum(storage_bytes::double precision) as "storageObjectBytes"
       from tenant_summary where is_listed) as tenants,
     (select count(*)::integer as "atRisk",
        (count(*) filter (where risk_state = 'CRITICAL'))::integer as critical
      from tenant_summary where is_at_risk and is_listed) as at_risk,
     (select (count(*) filter (where last_drift_at >= ?::timestamptz))::integer as "withDrift24h",
        count(*)::integer as "withDrift7d"
      from tenant_summary where is_listed and last_drift_at >= ?::timestamptz) as drift,
     (select (count(*) filter (where last_credential_failure_at >= ?::timestamptz))::integer
          as "withCredentialFailures24h",
        count(*)::integer as "withCredentialFailures7d"
      from tenant_summary where is_listed and last_credential_failure_at >= ?::timestamptz) as credentials`,
    // A sample a little older will do where the instance was stopped; one of another hour tells of another time.
    [
      ...[ago(dayMs), ago(dayMs + hourMs)],
      // The same windows as the filters of the tenant list, so that the list has as many rows as is counted here.
      ...[daysBack(now, 7), daysBack(now, 30)],
      ...[daysBack(now, 1), daysBack(now, 7)],
      ...[daysBack(now, 1), daysBack(now, 7)],
    ],
  );
  if (!row) {
    throw new InvariantError('An aggregate returned no row.');
  }
  return row;
}
