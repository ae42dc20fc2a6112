import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
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
  /** What decides between equal values, the largest first; then the name does. */
  next?: string;
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

const rankings: Readonly<Record<TenantRankingKind, Ranking>> = {
  // Of at least 20 executions.
  FAILURE_RATE_24H: {
    ...byClass('failure_rate_24h'),
    count: 'failures_24h',
    next: 'failures_24h',
    total: 'executions_24h',
  },
  EXECUTIONS_24H: byClass('executions_24h'),
  EXECUTIONS_7D: byClass('executions_7d'),
  DRIFT_7D: { ...byIndex('drift_7d', 'last_drift_at'), next: 'last_drift_at' },
  CREDENTIAL_FAILURES_7D: {
    ...byIndex('credential_failures_7d', 'last_credential_failure_at'),
    next: 'last_credential_failure_at',
  },
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
    compute: ({ em }) => readerFor(em).load({ em, by, limit }),
  });
}

interface Request {
  em: EntityManager;
  by: TenantRankingKind;
  limit: number;
}

const readers = new WeakMap<object, DataLoader<Request, TenantRankRow[]>>();

/** Reads rankings of one database that are computed in the same moment in one statement. */
function readerFor(em: EntityManager): DataLoader<Request, TenantRankRow[]> {
  const connection = em.getConnection();
  const reader = readers.get(connection) ?? new DataLoader(readRankings, { cache: false });
  readers.set(connection, reader);
  return reader;
}

async function readRankings(requests: readonly Request[]): Promise<TenantRankRow[][]> {
  const [first] = requests;
  if (!first) {
    return [];
  }
  const parts = requests.map(({ by, limit }, index) => rankingSql(index, rankings[by], limit));
  const rows = await executeSql<TenantRankRow & { request: number; place: number }>(
    first.em,
    parts.map(({ sql }) => `(${sql})`).join(' union all '),
    parts.flatMap(({ parameters }) => parameters),
  );
  const found = requests.map((): TenantRankRow[] => []);
  for (const { request, place, ...row } of rows) {
    const ranking = found[request];
    if (ranking) {
      ranking[place - 1] = row;
    }
  }
  return found;
}

function rankingSql(
  request: number,
  ranking: Ranking,
  limit: number,
): { sql: string; parameters: unknown[] } {
  const { value, next, total, lastAt, hasClass } = ranking;
  const figures = (next ? [value, next] : [value]).map((column) => `${column} desc`).join(', ');
  const order = `${figures}, ${nameKey}, tenant_id`;
  const source = hasClass
    ? {
        sql: `(select * from tenant_summary where ${value}_class is not null and is_listed
          order by ${value}_class desc fetch first (?) rows with ties) as s`,
        parameters: [limit],
      }
    : { sql: `tenant_summary s where ${value} > 0 and is_listed`, parameters: [] };
  return {
    sql: `select ${request} as request, row_number() over (order by ${order})::integer as place,
       tenant_id as "tenantId", name, slug, ${count(value)} as value, ${count(ranking.count)} as count,
       ${total ? count(total) : 'null::double precision'} as total,
       ${lastAt ? instant(lastAt) : 'null::text'} as "lastAt", risk_state as "riskState"
     from ${source.sql}
     order by ${order} limit ?`,
    parameters: [...source.parameters, limit],
  };
}
