import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { encodeHistogram } from '../rollup/latency-histogram.ts';
import { floorTo } from '../rollup/time-window.ts';
import type { GatewayFigures } from './gateway-figures-input.ts';

/** Adds the fetches to services to their minutes. */
export async function storeServiceCounts(em: EntityManager, { services }: GatewayFigures): Promise<void> {
  if (services.length === 0) {
    return;
  }
  const column = <T>(value: (row: (typeof services)[number]) => T): T[] => services.map(value);
  await executeSql(
    em,
    `insert into service_minute as s (starts_at, service, requests, errors, last_answer_at, latencies)
     select starts_at, service, sum(requests), sum(errors), max(last_answer_at), sum(latencies)
     from unnest(?::timestamptz[], ?::text[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::numeric[])
       as c (starts_at, service, requests, errors, last_answer_at, latencies)
     group by 1, 2 order by 1, 2
     on conflict (starts_at, service) do update set
       requests = s.requests + excluded.requests, errors = s.errors + excluded.errors,
       last_answer_at = greatest(s.last_answer_at, excluded.last_answer_at),
       latencies = s.latencies + excluded.latencies`,
    [
      column(({ minute }) => floorTo('minute', minute)),
      column(({ service }) => service),
      column(({ count }) => count),
      column(({ errors }) => errors),
      column(({ lastAnswerAt }) => lastAnswerAt ?? null),
      column(({ latencyBuckets, latencyCounts }) => encodeHistogram(latencyBuckets, latencyCounts)),
    ],
  );
}
