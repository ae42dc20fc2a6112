import { z } from 'zod';
import { containing } from '@intendant/kit/database/like-pattern';
import { isRateLimitedSql, rateLimitedSince } from '../rate-limit/read-rate-limited-tenants.ts';
import type { TenantActivity } from '../generated/resolvers.ts';
import { daysBack } from '../rollup/time-window.ts';
import { isTenantId } from './tenant-id.ts';

/** PostgreSQL's text holds every character but NUL. */
export const withoutNul = z.string().refine((text) => !text.includes('\0'), 'must not contain NUL');

// Health keeps a status as it was told; here are the names the API knows it by, so that a mistyped one is no empty list.
const tenantStatuses = ['PROVISIONING', 'ACTIVE', 'SUSPENDED', 'DEPROVISIONING', 'DELETED'] as const;

const values = z.array(withoutNul.max(100)).max(50).nullish();

export const filterSchema = z.object({
  query: withoutNul.max(200).nullish(),
  statuses: z.array(z.enum(tenantStatuses)).max(50).nullish(),
  planKeys: values,
  isAtRisk: z.boolean().nullish(),
  riskClauses: values,
  isDelinquent: z.boolean().nullish(),
  hasDrift7d: z.boolean().nullish(),
  hasCredentialFailures7d: z.boolean().nullish(),
  isDemo: z.boolean().nullish(),
  ids: z.array(z.string()).max(500).nullish(),
  isTrialing: z.boolean().nullish(),
  isRateLimited: z.boolean().nullish(),
  activity: z.enum(['ACTIVE_24H', 'ACTIVE_7D', 'ACTIVE_30D', 'SILENT']).nullish(),
});

const activities: Readonly<Record<TenantActivity, { days: number; isSilent?: boolean }>> = {
  ACTIVE_24H: { days: 1 },
  ACTIVE_7D: { days: 7 },
  ACTIVE_30D: { days: 30 },
  SILENT: { days: 30, isSilent: true },
};

export interface SqlCondition {
  sql: string;
  parameters: unknown[];
}

/** The filter as one condition on `tenant_summary s`. */
export function conditionsOf(filter: z.output<typeof filterSchema>, now: Date): SqlCondition {
  const conditions: SqlCondition[] = [{ sql: 's.name is not null', parameters: [] }];
  const add = (sql: string, ...parameters: unknown[]): void => {
    conditions.push({ sql, parameters });
  };
  const query = filter.query?.trim() ?? '';
  if (query !== '') {
    const pattern = containing(query);
    if (isTenantId(query)) {
      add('(s.name ilike ? or s.slug ilike ? or s.tenant_id = ?::uuid)', pattern, pattern, query);
    } else {
      add('(s.name ilike ? or s.slug ilike ? or s.tenant_id::text ilike ?)', pattern, pattern, pattern);
    }
  }
  if (filter.statuses) {
    add('s.status = any (?::text[])', filter.statuses);
  } else {
    add(`s.status <> 'DELETED'`);
  }
  if (filter.planKeys) {
    add('s.plan_key = any (?::text[])', filter.planKeys);
  }
  if (filter.riskClauses) {
    add(
      `exists (select from jsonb_array_elements(s.clauses) as c (clause) where c.clause->>'kind' = any (?::text[]))`,
      filter.riskClauses,
    );
  }
  addFlag('s.is_at_risk', filter.isAtRisk);
  addFlag('s.is_delinquent', filter.isDelinquent);
  addFlag('s.is_demo', filter.isDemo);
  addFlag('s.is_trialing', filter.isTrialing);
  if (filter.ids) {
    // What is no id names no tenant.
    add('s.tenant_id = any (?::uuid[])', filter.ids.filter(isTenantId));
  }
  if (typeof filter.isRateLimited === 'boolean') {
    add(`${isRateLimitedSql('s.tenant_id')} = ?`, rateLimitedSince(now), filter.isRateLimited);
  }
  if (filter.activity) {
    const { days, isSilent } = activities[filter.activity];
    add(`coalesce(s.last_activity_at >= ?::timestamptz, false) = ?`, daysBack(now, days), !isSilent);
  }
  // By the latest occurrence, which needs no evaluation to stay true while the window slides.
  addRecent('s.last_drift_at', filter.hasDrift7d);
  addRecent('s.last_credential_failure_at', filter.hasCredentialFailures7d);
  return {
    sql: conditions.map(({ sql }) => sql).join(' and '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };

  function addFlag(column: string, wanted: boolean | null | undefined): void {
    if (typeof wanted === 'boolean') {
      add(wanted ? column : `not ${column}`);
    }
  }

  function addRecent(column: string, wanted: boolean | null | undefined): void {
    if (typeof wanted === 'boolean') {
      add(`coalesce(${column} >= ?::timestamptz, false) = ?`, daysBack(now, 7), wanted);
    }
  }
}
