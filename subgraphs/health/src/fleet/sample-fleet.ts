import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { floorTo } from '../rollup/time-window.ts';

/** Remembers how many tenants are at risk in this minute, so that tomorrow can be compared with today. */
export async function sampleFleet(em: EntityManager, now: Date): Promise<void> {
  await executeSql(
    em,
    `insert into fleet_sample (starts_at, at_risk)
     select ?::timestamptz, count(*) from tenant_summary
     where is_at_risk and is_listed
     on conflict (starts_at) do update set at_risk = excluded.at_risk`,
    [floorTo('minute', now)],
  );
}
