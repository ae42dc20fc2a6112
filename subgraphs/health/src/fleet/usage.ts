import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { InvariantError } from '@intendant/kit/errors';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import { databaseSize } from '../database-health/database-size.ts';
import type { Usage } from '../generated/resolvers.ts';
import { healthChangedTopic, platformChangedTopic } from '../live/health-changed.ts';
import { rateLimitedSince, rateLimitedTenantsSql } from '../rate-limit/read-rate-limited-tenants.ts';
import { dayMs, floorTo, hourMs, seriesOf, stretchesOf } from '../rollup/time-window.ts';
import { fleetHistogram, toSeries, type Series, type SeriesRow } from '../rollup/to-series.ts';
import { assessUsage } from './assess-fleet.ts';
import { authoriseFleet, fleetHealth } from './fleet-health.ts';

/** The usage with its series; the percentiles in them are read when they are asked for. */
export type UsageFigures = Omit<Usage, 'series' | 'previousSeries'> & {
  series: Series;
  previousSeries: Series;
};

/**
 * What all tenants together use; cached, two statements when it is not, over rollups of the whole fleet, and those of the
 * sections it takes figures from. The 7 days before are compared like with like: as the last 7 days end within an hour,
 * so do they. Minutes of a week ago are gone, so that hour counts pro rata, by the share of the current one that has
 * passed; its executions are taken as spread evenly.
 */
export async function usage(ctx: HealthContext, freshness?: Freshness): Promise<UsageFigures> {
  authoriseFleet(ctx);
  return cachedSection(ctx, {
    key: 'usage',
    compute: readUsage,
    topic: [healthChangedTopic, platformChangedTopic],
    freshness,
  });
}

async function readUsage(ctx: HealthContext): Promise<UsageFigures> {
  const { em, clock } = ctx;
  const now = clock.now();
  const weekAgo = new Date(now.getTime() - 7 * dayMs);
  const [summed, hours, { storageObjectBytes }, storageDatabaseBytes] = await Promise.all([
    readTotals(em, now),
    readHours(em, weekAgo),
    fleetHealth(ctx, 'current'),
    databaseSize(ctx),
  ]);
  const totals = { ...summed, storageObjectBytes, storageDatabaseBytes };
  const { from } = seriesOf('D7', now);
  const sum = (rows: readonly SeriesRow[]): number =>
    rows.reduce((total, { executions }) => total + executions, 0);
  const current = hours.filter(({ at }) => at >= from.getTime());
  const previous = hours.filter(({ at }) => at < from.getTime());
  const day = seriesOf('H24', now);
  const requests = new Map(hours.map(({ at, apiRequests }) => [at, apiRequests]));
  return {
    ...totals,
    ...(await assessUsage(ctx, totals)),
    executions7d: sum(current),
    executionsPrevious7d: sum(previous) - notYet(previous.at(-1), weekAgo),
    apiRequestsByHour: Array.from(
      { length: day.count },
      (_, index) => requests.get(day.from.getTime() + index * hourMs) ?? 0,
    ),
    series: toSeries(current, 'D7', now),
    previousSeries: toSeries(previous, 'D7', weekAgo),
    asOf: now,
  };
}

/** How many of the executions of the hour an instant lies in come after it, were they spread evenly. */
function notYet(hour: SeriesRow | undefined, at: Date): number {
  const from = floorTo('hour', at).getTime();
  const passed = (at.getTime() - from) / hourMs;
  return hour?.at === from ? Math.round(hour.executions * (1 - passed)) : 0;
}

type Totals = Omit<
  Usage,
  | `${string}Assessment`
  | 'executions7d'
  | 'executionsPrevious7d'
  | 'apiRequestsByHour'
  | `storage${string}`
  | 'series'
  | 'previousSeries'
  | 'asOf'
>;

/** The sums of the last 24 hours and of the 24 hours before, each as SQL. */
const totals = (
  [
    ['executions', 'executions24h', 'executionsPrevious24h'],
    ['failures', 'failures24h', 'failuresPrevious24h'],
    ['api_requests', 'apiRequests24h', 'apiRequestsPrevious24h'],
    ['api_errors', 'apiErrors24h', null],
  ] as const
).flatMap(([column, current, previous]) => [
  `coalesce(sum(${column}) filter (where is_current), 0)::double precision as "${current}"`,
  ...(previous
    ? [`coalesce(sum(${column}) filter (where not is_current), 0)::double precision as "${previous}"`]
    : []),
]);

async function readTotals(em: HealthContext['em'], now: Date): Promise<Totals> {
  const [edge, hours] = stretchesOf('H24', now);
  const [previousEdge, previousHours] = stretchesOf('H24', new Date(now.getTime() - dayMs));
  if (!edge?.to || !hours || !previousEdge?.to || !previousHours) {
    throw new InvariantError('24 hours are a stretch of minutes and one of hours.');
  }
  // The 24 hours before end where the last 24 hours start: with whole hours, then a part of an hour.
  const columns = 'executions, failures, api_requests, api_errors';
  const [row] = await executeSql<Totals>(
    em,
    `select ${totals.join(', ')},
       ${rateLimitedTenantsSql} as "rateLimitedTenants24h"
     from (
       select true as is_current, ${columns} from fleet_hour where starts_at >= ?::timestamptz
       union all
       select true, ${columns} from fleet_minute where starts_at >= ?::timestamptz and starts_at < ?::timestamptz
       union all
       select false, ${columns} from fleet_minute where starts_at >= ?::timestamptz and starts_at < ?::timestamptz
       union all
       select false, ${columns} from fleet_hour where starts_at >= ?::timestamptz and starts_at < ?::timestamptz
       union all
       select false, ${columns} from fleet_minute where starts_at >= ?::timestamptz and starts_at < ?::timestamptz
     ) as parts`,
    [
      rateLimitedSince(now),
      hours.from,
      ...[edge.from, edge.to],
      ...[previousEdge.from, previousEdge.to],
      ...[previousHours.from, floorTo('hour', edge.from)],
      ...[floorTo('hour', edge.from), edge.from],
    ],
  );
  if (!row) {
    throw new InvariantError('An aggregate returned no row.');
  }
  return row;
}

/** Every hour of the two weeks that end now, over all shards. */
async function readHours(
  em: HealthContext['em'],
  weekAgo: Date,
): Promise<(SeriesRow & { apiRequests: number })[]> {
  return executeSql(
    em,
    `select (extract(epoch from starts_at) * 1000)::double precision as at,
       sum(executions)::double precision as executions, sum(failures)::double precision as failures,
       sum(api_requests)::double precision as "apiRequests", '${fleetHistogram}' as durations
     from fleet_hour where starts_at >= ?::timestamptz group by starts_at order by starts_at`,
    [seriesOf('D7', weekAgo).from],
  );
}
