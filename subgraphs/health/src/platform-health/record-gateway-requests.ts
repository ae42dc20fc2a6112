import { z } from 'zod';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise } from '@intendant/kit/identity/authorise';
import { parseInput } from '@intendant/kit/parse-input';
import { notify } from '@intendant/kit/pubsub/pubsub';
import type { HealthContext } from '../context.ts';
import { platformChangedTopic } from '../live/health-changed.ts';
import { encodeHistogram } from '../rollup/latency-histogram.ts';
import { floorTo } from '../rollup/time-window.ts';
import { isTenantId } from '../tenant-summary/tenant-id.ts';

const count = z.number().int().min(0).max(1e9);

const countSchema = z
  .object({
    minute: z.coerce.date(),
    operation: z
      .string()
      .min(1)
      .transform((text) => text.replaceAll('\0', '').slice(0, 200)),
    tenantId: z.string().refine(isTenantId, 'must be an id').nullish(),
    statusClass: z.number().int().min(1).max(5),
    count,
    latencyBuckets: z.array(z.number().int().min(-1000).max(1000)).max(400),
    latencyCounts: z.array(count).max(400),
  })
  .refine(({ latencyBuckets, latencyCounts }) => latencyBuckets.length === latencyCounts.length, {
    message: 'latencyBuckets and latencyCounts must be of the same length',
    path: ['latencyCounts'],
  });

const schema = z.object({ flushId: z.string().min(1).max(100), counts: z.array(countSchema).max(5_000) });

/**
 * Adds a gateway's request counts of the time since its flush before. A flush that was recorded already changes
 * nothing. For the gateway only. Throws `UserError('BAD_INPUT')` naming the wrong field.
 */
export async function recordGatewayRequests(ctx: HealthContext, input: unknown): Promise<void> {
  authorise(ctx, 'service:internal');
  const { flushId, counts } = parseInput(schema, input);
  const column = <T>(value: (row: (typeof counts)[number]) => T): T[] => counts.map(value);

  await ctx.em.transactional(async (em) => {
    await executeSql(
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
           requests = g.requests + excluded.requests, latencies = g.latencies + excluded.latencies)
       insert into api_minute as a (starts_at, status_class, requests, latencies)
       select starts_at, status_class, sum(requests), sum(latencies) from counts group by 1, 2 order by 1, 2
       on conflict (starts_at, status_class) do update set
         requests = a.requests + excluded.requests, latencies = a.latencies + excluded.latencies`,
      [
        flushId,
        ctx.clock.now(),
        column(({ minute }) => floorTo('minute', minute)),
        column(({ operation }) => operation),
        column(({ tenantId }) => tenantId ?? null),
        column(({ statusClass }) => statusClass),
        column(({ count: requests }) => requests),
        column(({ latencyBuckets, latencyCounts }) => encodeHistogram(latencyBuckets, latencyCounts)),
      ],
    );
    await notify(em, platformChangedTopic);
  });
}
