import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { floorTo } from '../rollup/time-window.ts';
import type { GatewayFigures } from './gateway-figures-input.ts';

/**
 * Adds what rate limits refused to tenants' callers; those of the platform belong to nobody's figures. Refusals add up
 * over flushes. What was offered is a gateway's count of the minute so far: the greatest of each gateway is kept.
 */
export async function storeRejections(
  em: EntityManager,
  { gatewayId, rejections }: GatewayFigures,
): Promise<void> {
  const ofTenants = rejections.filter(({ tenantId }) => typeof tenantId === 'string');
  if (ofTenants.length === 0) {
    return;
  }
  const column = <T>(value: (row: (typeof rejections)[number]) => T): T[] => ofTenants.map(value);
  await executeSql(
    em,
    `insert into rate_limit_minute as r (tenant_id, starts_at, caller_id, kind, gateway_id, is_api_key, caller_name,
       rejected, offered, limit_per_minute)
     select tenant_id, starts_at, caller_id, kind, ?, bool_or(is_api_key), max(caller_name), sum(rejected),
       max(offered), max(limit_per_minute)
     from unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?::bigint[], ?::bigint[],
       ?::bigint[])
       as c (tenant_id, starts_at, caller_id, kind, is_api_key, caller_name, rejected, offered, limit_per_minute)
     group by 1, 2, 3, 4 order by 1, 2, 3, 4
     on conflict (tenant_id, starts_at, caller_id, kind, gateway_id) do update set
       is_api_key = excluded.is_api_key, caller_name = excluded.caller_name, rejected = r.rejected + excluded.rejected,
       offered = greatest(r.offered, excluded.offered), limit_per_minute = excluded.limit_per_minute`,
    [
      gatewayId,
      column(({ tenantId }) => tenantId ?? null),
      column(({ minute }) => floorTo('minute', minute)),
      column(({ callerId }) => callerId),
      column(({ kind }) => kind),
      column(({ isApiKey }) => isApiKey),
      column(({ callerName }) => callerName),
      column(({ rejected }) => rejected),
      column(({ offered }) => offered),
      column(({ limitPerMinute }) => limitPerMinute),
    ],
  );
}
