import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { InvariantError } from '@intendant/kit/errors';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import type { Usage } from '../generated/resolvers.ts';
import { healthChangedTopic } from '../live/health-changed.ts';
import { dayMs, floorTo, seriesOf, stretchesOf } from '../rollup/time-window.ts';
import { toSeries, type SeriesRow } from '../rollup/to-series.ts';
import { authoriseFleet } from './fleet-health.ts';

/** What all tenants together use; cached, two statements when it is not, over rollups of the whole fleet. */
export async function usage(ctx: HealthContext, freshness?: Freshness): Promise<Usage> {
  authoriseFleet(ctx);
  return cachedSection(ctx, { key: 'usage', compute: readUsage, topic: healthChangedTopic, freshness });
}

async function readUsage({ em, clock }: HealthContext): Promise<Usage> {
  const now = clock.now();
  const weekAgo = new Date(now.getTime() - 7 * dayMs);
  const [totals, hours] = await Promise.all([readTotals(em, now), readHours(em, weekAgo)]);
  const { from } = seriesOf('D7', now);
  const sum = (rows: readonly SeriesRow[]): number =>
    rows.reduce((total, { executions }) => total + executions, 0);
  const current = hours.filter(({ at }) => at >= from.getTime());
  const previous = hours.filter(({ at }) => at < from.getTime());
  return {
    ...totals,
    executions7d: sum(current),
    executionsPrevious7d: sum(previous),
    series: toSeries(current, 'D7', now),
    previousSeries: toSeries(previous, 'D7', weekAgo),
    asOf: now,
  };
}

type Totals = Omit<Usage, 'executions7d' | 'executionsPrevious7d' | 'series' | 'previousSeries' | 'asOf'>;

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
    `select
       coalesce(sum(executions) filter (where is_current), 0)::double precision as "executions24h",
       coalesce(sum(executions) filter (where not is_current), 0)::double precision as "executionsPrevious24h",
       coalesce(sum(failures) filter (where is_current), 0)::double precision as "failures24h",
       coalesce(sum(failures) filter (where not is_current), 0)::double precision as "failuresPrevious24h",
       coalesce(sum(api_requests) filter (where is_current), 0)::double precision as "apiRequests24h",
       coalesce(sum(api_errors) filter (where is_current), 0)::double precision as "apiErrors24h",
       (select coalesce(sum(storage_bytes), 0)::double precision from tenant_summary
        where name is not null and status <> 'DELETED') as "storageObjectBytes"
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
async function readHours(em: HealthContext['em'], weekAgo: Date): Promise<SeriesRow[]> {
  return executeSql<SeriesRow>(
    em,
    `select (extract(epoch from starts_at) * 1000)::double precision as at, sum(executions)::double precision as executions,
       sum(failures)::double precision as failures, sum(durations)::text as durations
     from fleet_hour where starts_at >= ?::timestamptz group by starts_at order by starts_at`,
    [seriesOf('D7', weekAgo).from],
  );
}
