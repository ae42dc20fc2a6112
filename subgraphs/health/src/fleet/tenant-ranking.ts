import type { EntityManager } from '@mikro-orm/postgresql';
import { cachedSection, type Freshness } from '@intendant/kit/cache/section-cache';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs } from '@intendant/kit/pagination';
import type { HealthContext } from '../context.ts';
import type { HealthState, TenantRankingKind } from '../generated/resolvers.ts';
import { healthChangedTopic } from '../live/health-changed.ts';
import { count, instant } from '../tenant-summary/tenant-summary-row.ts';
import { nameKey } from '../tenant-summary/tenant-summary-sort.ts';
import { authoriseFleet } from './fleet-health.ts';

export interface TenantRankRow {
  tenantId: string;
  name: string;
  slug: string;
  value: number;
  count: number;
  total: number | null;
  lastAt: string | null;
  riskState: HealthState;
}

interface Ranking {
  value: string;
  count: string;
  /** What decides between equal values, one after the other, the largest first; then the name does. */
  next?: readonly string[];
  total?: string;
  lastAt?: string;
  /**
   * A figure that changes with every batch of events has an index by class instead of one in its own order; who has no
   * place in the ranking has no class.
   */
  hasClass?: boolean;
}

function byClass(column: string): Ranking {
  return { value: column, count: column, hasClass: true };
}

function byIndex(column: string, lastAt: string): Ranking {
  return { value: column, count: column, lastAt };
}

/** By how many different things something happened to, then by how often it did, then by when it did last. */
function byThings(things: string, times: string, lastAt: string): Ranking {
  return { value: things, count: times, next: [times, lastAt], lastAt };
}

const rankings: Readonly<Record<TenantRankingKind, Ranking>> = {
  // Of at least 20 executions.
  FAILURE_RATE_24H: {
    ...byClass('failure_rate_24h'),
    count: 'failures_24h',
    next: ['failures_24h'],
    total: 'executions_24h',
  },
  EXECUTIONS_24H: byClass('executions_24h'),
  EXECUTIONS_7D: byClass('executions_7d'),
  // Five environments that drifted are more to do than one that drifted six times.
  DRIFT_7D: byThings('drifted_environments_7d', 'drift_7d', 'last_drift_at'),
  CREDENTIAL_FAILURES_7D: byThings(
    'failing_credentials_7d',
    'credential_failures_7d',
    'last_credential_failure_at',
  ),
  WORKFLOWS: byIndex('workflows', 'counted_at'),
  ENVIRONMENTS: byIndex('environments', 'counted_at'),
};

/** Tenants with the largest figures; cached, one statement when it is not. Throws `UserError` beyond 100. */
export async function tenantRanking(
  ctx: HealthContext,
  by: TenantRankingKind,
  first: number | null | undefined,
  freshness?: Freshness,
): Promise<TenantRankRow[]> {
  authoriseFleet(ctx);
  const limit = connectionArgs({ first: first ?? 10 }).first;
  return cachedSection(ctx, {
    key: `tenantRanking ${by} ${limit}`,
    topic: healthChangedTopic,
    freshness,
    compute: ({ em }) => readRanking(em, rankings[by], limit),
  });
}

async function readRanking(
  em: EntityManager,
  { value, count: counted, next, total, lastAt, hasClass }: Ranking,
  limit: number,
): Promise<TenantRankRow[]> {
  const figures = [value, ...(next ?? [])].map((column) => `${column} desc`).join(', ');
  const source = hasClass
    ? {
        sql: `(select * from tenant_summary where ${value}_class is not null and is_listed
          order by ${value}_class desc fetch first (?) rows with ties) as s`,
        parameters: [limit],
      }
    : { sql: `tenant_summary s where ${value} > 0 and is_listed`, parameters: [] };
  return executeSql<TenantRankRow>(
    em,
    `select tenant_id as "tenantId", name, slug, ${count(value)} as value, ${count(counted)} as count,
       ${total ? count(total) : 'null::double precision'} as total,
       ${lastAt ? instant(lastAt) : 'null::text'} as "lastAt", risk_state as "riskState"
     from ${source.sql}
     order by ${figures}, ${nameKey}, tenant_id limit ?`,
    [...source.parameters, limit],
  );
}
