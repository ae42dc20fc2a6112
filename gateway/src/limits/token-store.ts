import { executeSql } from '@intendant/kit/database/execute-sql';
import type { EntityManager } from '@mikro-orm/postgresql';

/** How fast a bucket fills, and how much it holds. */
export interface BucketSize {
  perSecond: number;
  burst: number;
}

/** Where every gateway process takes its tokens from. */
export interface TokenStore {
  /** Takes up to `wanted` tokens out of a bucket; `left` is what remains in it for others. */
  take(key: string, wanted: number, size: BucketSize): Promise<{ granted: number; left: number }>;
  /** Forgets buckets nobody has used for so long that they are full. */
  sweep(): Promise<void>;
}

const sweepAfterSeconds = 3_600;

/** Token buckets as rows; a take is one statement, so any number of processes share a bucket exactly. */
export function createTokenStore(em: EntityManager): TokenStore {
  return {
    async take(key, wanted, { perSecond, burst }) {
      const [row] = await executeSql<{ granted: number; tokens: number }>(
        em,
        `with bucket as (select ?::text as key, ?::float8 as wanted, ?::float8 as rate, ?::float8 as burst)
         insert into gateway.rate_limit as r (key, tokens, granted, refilled_at)
         select key, burst - least(wanted, floor(burst)), least(wanted, floor(burst)), clock_timestamp() from bucket
         on conflict (key) do update set (tokens, granted, refilled_at) = (
           select filled.tokens - least(b.wanted, floor(filled.tokens)), least(b.wanted, floor(filled.tokens)), filled.at
           from bucket b, lateral (
             select at, least(b.burst,
               r.tokens + b.rate * greatest(0, extract(epoch from at - r.refilled_at))) as tokens
             from (select greatest(r.refilled_at, clock_timestamp()) as at) clock
           ) filled
         )
         returning granted, tokens`,
        [key, wanted, perSecond, burst],
      );
      return { granted: row?.granted ?? 0, left: row?.tokens ?? 0 };
    },
    async sweep() {
      await executeSql(
        em,
        `delete from gateway.rate_limit where refilled_at < clock_timestamp() - make_interval(secs => ?)`,
        [sweepAfterSeconds],
      );
    },
  };
}
