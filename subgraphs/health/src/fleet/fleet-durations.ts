import { cachedSection } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import { healthChangedTopic } from '../live/health-changed.ts';
import { quantile } from '../rollup/latency-histogram.ts';
import { dayMs, seriesOf } from '../rollup/time-window.ts';
import { authoriseFleet } from './fleet-health.ts';

interface Row {
  at: number;
  durations: string;
}

/**
 * The 95th percentile of the duration of all tenants' executions, hour by hour over two weeks, by the start of the hour in
 * milliseconds. Apart from the counts, because two weeks of histograms are large and the dashboard shows none.
 */
export async function fleetDurations(ctx: HealthContext): Promise<Map<number, number | null>> {
  authoriseFleet(ctx);
  return cachedSection(ctx, {
    key: 'fleetDurations',
    topic: healthChangedTopic,
    compute: async ({ em, clock }) => {
      const from = seriesOf('D7', new Date(clock.now().getTime() - 7 * dayMs)).from;
      const rows = await executeSql<Row>(
        em,
        `select (extract(epoch from starts_at) * 1000)::double precision as at, sum(durations)::text as durations
         from fleet_hour where starts_at >= ?::timestamptz group by starts_at`,
        [from],
      );
      return new Map(rows.map(({ at, durations }) => [at, quantile(durations, 0.95)]));
    },
  });
}
