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

const minimumExecutions = 20;

interface Ranking {
  value: string;
  count: string;
  /** What decides between equal values, the largest first; then the name does. */
  next?: string;
  total?: string;
  lastAt?: string;
  condition?: string;
  /** There is an index in this order; those of figures that change with every batch of events would cost too much. */
  isIndexed?: boolean;
}

function byCount(column: string): Ranking {
  return { value: column, count: column };
}

function byIndex(column: string, lastAt: string): Ranking {
  return { ...byCount(column), lastAt, isIndexed: true };
}

const rankings: Readonly<Record<TenantRankingKind, Ranking>> = {
  FAILURE_RATE_24H: {
    value: 'failure_rate_24h',
    count: 'failures_24h',
    next: 'failures_24h',
    total: 'executions_24h',
    condition: `executions_24h >= ${minimumExecutions}`,
  },
  EXECUTIONS_24H: byCount('executions_24h'),
  EXECUTIONS_7D: byCount('executions_7d'),
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
    compute: ({ em }) => readRanking(em, rankings[by], limit),
  });
}

function readRanking(em: HealthContext['em'], ranking: Ranking, limit: number): Promise<TenantRankRow[]> {
  const { value, next, total, lastAt, condition = 'true', isIndexed } = ranking;
  const where = `${value} > 0 and ${condition} and name is not null and status <> 'DELETED'`;
  const order = (next ? [value, next] : [value]).map((column) => `${column} desc`).join(', ');
  // Without an index the first are picked by figures and ids alone: folding the names of ten thousand tenants would cost
  // more than all the rest.
  const source = isIndexed
    ? { sql: `tenant_summary s where ${where}`, parameters: [] }
    : {
        sql: `tenant_summary s where tenant_id = any (array(
          select tenant_id from tenant_summary where ${where} order by ${order}, tenant_id limit ?))`,
        parameters: [limit],
      };
  return executeSql<TenantRankRow>(
    em,
    `select tenant_id as "tenantId", name, slug, ${count(value)} as value, ${count(ranking.count)} as count,
       ${total ? count(total) : 'null'} as total, ${lastAt ? instant(lastAt) : 'null'} as "lastAt",
       risk_state as "riskState"
     from ${source.sql}
     order by ${order}, ${nameKey}, tenant_id limit ?`,
    [...source.parameters, limit],
  );
}
