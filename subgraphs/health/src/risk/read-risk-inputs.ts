import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { daysBack, stretchesOf, windowStart, type Stretch } from '../rollup/time-window.ts';
import type { RiskClause, RiskEvidence } from './evaluate-risk.ts';

/** A tenant's figures of the sliding windows, its money facts, and the verdict that stands. */
export interface RiskRow {
  tenant_id: string;
  executions_24h: number;
  failures_24h: number;
  executions_7d: number;
  drift_7d: number;
  /** Different environments on which it was detected. */
  drifted_environments_7d: number;
  credential_failures_7d: number;
  /** Different credentials that failed. */
  failing_credentials_7d: number;
  is_delinquent: boolean;
  delinquent_since: Date | null;
  overdue_cents: number;
  overdue_payments: number;
  currency: string;
  is_at_risk: boolean;
  risk_state: string;
  at_risk_since: Date | null;
  clauses: RiskClause[];
}

// 15 digits and fewer: a count beyond 2^53 is not reachable, and a number is what JavaScript computes with.
const toNumber = (column: string): string => `coalesce(${column}, 0)::double precision`;

function stretchSql({ step, to }: Stretch, columns: string): string {
  return `select ${columns} from tenant_${step}
    where tenant_id = s.tenant_id and starts_at >= ?::timestamptz${to ? ' and starts_at < ?::timestamptz' : ''}`;
}

function stretchParameters(stretches: readonly Stretch[]): Date[] {
  return stretches.flatMap(({ from, to }) => (to ? [from, to] : [from]));
}

/** Reads what the rule needs for each of the tenants, by the rollups, in one statement. */
export async function readRiskRows(
  em: EntityManager,
  tenantIds: readonly string[],
  now: Date,
): Promise<RiskRow[]> {
  const day = stretchesOf('H24', now);
  const week = stretchesOf('D7', now);
  return executeSql<RiskRow>(
    em,
    `select s.tenant_id, ${toNumber('d.executions')} as executions_24h, ${toNumber('d.failures')} as failures_24h,
       ${toNumber('w.executions')} as executions_7d, ${toNumber('drift.detections')} as drift_7d,
       ${toNumber('drift.environments')} as drifted_environments_7d,
       ${toNumber('credential.failures')} as credential_failures_7d,
       ${toNumber('credential.credentials')} as failing_credentials_7d, s.is_delinquent, s.delinquent_since,
       s.overdue_cents::double precision, s.overdue_payments, s.currency,
       s.is_at_risk, s.risk_state, s.at_risk_since, s.clauses
     from tenant_summary s
     cross join lateral (
       select sum(executions) as executions, sum(failures) as failures
       from (${day.map((part) => stretchSql(part, 'executions, failures')).join(' union all ')}) as parts) as d
     cross join lateral (
       select sum(executions) as executions
       from (${week.map((part) => stretchSql(part, 'executions')).join(' union all ')}) as parts) as w
     cross join lateral (
       select sum(detections) as detections, count(distinct environment) as environments from drift_minute
       where tenant_id = s.tenant_id and starts_at >= ?::timestamptz) as drift
     cross join lateral (
       select sum(failures) as failures, count(distinct credential) as credentials from credential_minute
       where tenant_id = s.tenant_id and starts_at >= ?::timestamptz) as credential
     where s.tenant_id = any (?::uuid[])`,
    [...stretchParameters(day), ...stretchParameters(week), daysBack(now, 7), daysBack(now, 7), tenantIds],
  );
}

interface EvidenceRow {
  tenant_id: string;
  errors: RiskEvidence['errors'] | null;
  environments: RiskEvidence['environments'] | null;
  credentials: RiskEvidence['credentials'] | null;
}

/** Reads what stands behind the clauses of each of the tenants, in one statement. */
export async function readRiskEvidence(
  em: EntityManager,
  tenantIds: readonly string[],
  now: Date,
): Promise<Map<string, RiskEvidence>> {
  const rows = await executeSql<EvidenceRow>(
    em,
    `select t.tenant_id,
       (select json_agg(e) from (
          select workflow, code, sum(count)::double precision as count from error_hour
          where tenant_id = t.tenant_id and starts_at >= ?::timestamptz
          group by 1, 2 order by 3 desc, 1, 2 limit 1) as e) as errors,
       (select json_agg(environment) from (
          select environment from drift_minute where tenant_id = t.tenant_id and starts_at >= ?::timestamptz
          group by 1 order by max(starts_at) desc, 1 limit 10) as d) as environments,
       (select json_agg(c) from (
          select m.credential, max(s.error_message) as message
          from credential_minute m left join credential_state s using (tenant_id, credential)
          where m.tenant_id = t.tenant_id and m.starts_at >= ?::timestamptz
          group by 1 order by sum(m.failures) desc, 1 limit 10) as c) as credentials
     from unnest(?::uuid[]) as t (tenant_id)`,
    [windowStart(now, 'hour', 24), daysBack(now, 7), daysBack(now, 7), tenantIds],
  );
  return new Map(
    rows.map(({ tenant_id, errors, environments, credentials }) => [
      tenant_id,
      { errors: errors ?? [], environments: environments ?? [], credentials: credentials ?? [] },
    ]),
  );
}
