import { executeSql } from '@intendant/kit/database/execute-sql';
import type { EntityManager } from '@mikro-orm/postgresql';

/** How fast a bucket fills, and how much it holds. */
export interface BucketSize {
  perSecond: number;
  burst: number;
}

/** Where every gateway process takes its tokens from. */
export interface TokenStore {
  /**
   * Takes up to `wanted` tokens out of a bucket; `left` is what remains in it. With `mayOwe` all of them are taken,
   * and what was not there is owed: `left` is negative then, and nobody gets any until it is paid off.
   */
  take(
    key: string,
    wanted: number,
    size: BucketSize,
    mayOwe?: boolean,
  ): Promise<{ granted: number; left: number }>;
  /** Forgets buckets nobody has used for so long that they are full. */
  sweep(): Promise<void>;
}

const sweepAfterSeconds = 86_400;

/** Token buckets as rows; a take is one statement, so any number of processes share a bucket exactly. */
export function createTokenStore(em: EntityManager): TokenStore {
  return {
    async take(key, wanted, { perSecond, burst }, mayOwe = false) {
      const [row] = await executeSql<{ granted: number; tokens: number }>(
        em,
        `with bucket as (
           select ?::text as key, ?::float8 as wanted, ?::float8 as rate, ?::float8 as burst, ?::boolean as may_owe
         )
         insert into gateway.rate_limit as r (key, tokens, granted, refilled_at)
         select key, burst - least(wanted, most), least(wanted, most), clock_timestamp()
         from bucket, lateral (select case when may_owe then wanted else floor(burst) end as most) m
         on conflict (key) do update set (tokens, granted, refilled_at) = (
           select filled.tokens - taken.tokens, taken.tokens, filled.at
           from bucket b,
             lateral (select greatest(r.refilled_at, clock_timestamp()) as at) clock,
             lateral (
               select at, least(b.burst, r.tokens + b.rate * extract(epoch from at - r.refilled_at)) as tokens
             ) filled,
             lateral (
               select case when b.may_owe then b.wanted
                 else least(b.wanted, greatest(0, floor(filled.tokens))) end as tokens
             ) taken
         )
         returning granted, tokens`,
        [key, wanted, perSecond, burst, mayOwe],
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
