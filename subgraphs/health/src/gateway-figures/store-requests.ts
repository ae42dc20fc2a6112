import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { encodeHistogram } from '../rollup/latency-histogram.ts';
import { floorTo } from '../rollup/time-window.ts';
import type { GatewayFigures } from './gateway-figures-input.ts';

/** Remembers the flush and adds its requests to their minutes; returns false when it was recorded already. */
export async function storeRequests(
  em: EntityManager,
  { flushId, counts }: GatewayFigures,
  now: Date,
): Promise<boolean> {
  const column = <T>(value: (row: (typeof counts)[number]) => T): T[] => counts.map(value);
  const [row] = await executeSql<{ isNew: boolean }>(
    em,
    `with flush as (
       insert into gateway_flush (flush_id, received_at) values (?, ?) on conflict do nothing returning flush_id),
     counts as materialized (
       select * from unnest(?::timestamptz[], ?::text[], ?::uuid[], ?::smallint[], ?::bigint[], ?::numeric[])
         as c (starts_at, operation, tenant_id, status_class, requests, latencies)
       where exists (select from flush)),
     detail as (
       insert into gateway_minute as g (starts_at, operation, tenant_id, status_class, requests, latencies)
       select starts_at, operation, tenant_id, status_class, sum(requests), sum(latencies)
       from counts group by 1, 2, 3, 4 order by 1, 2, 3, 4
       on conflict (starts_at, operation, tenant_id, status_class) do update set
         requests = g.requests + excluded.requests, latencies = g.latencies + excluded.latencies),
     whole as (
       insert into api_minute as a (starts_at, status_class, requests, latencies)
       select starts_at, status_class, sum(requests), sum(latencies) from counts group by 1, 2 order by 1, 2
       on conflict (starts_at, status_class) do update set
         requests = a.requests + excluded.requests, latencies = a.latencies + excluded.latencies)
     select exists (select from flush) as "isNew"`,
    [
      flushId,
      now,
      column(({ minute }) => floorTo('minute', minute)),
      column(({ operation }) => operation),
      column(({ tenantId }) => tenantId ?? null),
      column(({ statusClass }) => statusClass),
      column(({ count }) => count),
      column(({ latencyBuckets, latencyCounts }) => encodeHistogram(latencyBuckets, latencyCounts)),
    ],
  );
  return row?.isNew ?? false;
}
