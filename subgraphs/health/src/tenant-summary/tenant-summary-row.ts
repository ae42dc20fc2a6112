import type { Incident } from '../incident/incident.entity.ts';
import type { RiskClause, RiskState } from '../risk/evaluate-risk.ts';

/** A tenant's summary as read from the database; instants are ISO 8601 strings or null. */
export interface TenantSummaryRow {
  tenantId: string;
  name: string;
  slug: string;
  status: string;
  isDemo: boolean;
  planKey: string | null;
  planName: string | null;
  isTrialing: boolean;
  mrrCents: number;
  currency: string;
  isDelinquent: boolean;
  isAtRisk: boolean;
  riskState: RiskState;
  riskScore: number;
  clauses: RiskClause[];
  atRiskSince: string | null;
  evaluatedAt: string | null;
  executions24h: number;
  failures24h: number;
  failureRate24h: number | null;
  executions7d: number;
  driftedEnvironments7d: number;
  driftDetections7d: number;
  lastDriftAt: string | null;
  failingCredentials7d: number;
  credentialFailures7d: number;
  lastCredentialFailureAt: string | null;
  lastEventAt: string | null;
  lastActivityAt: string | null;
  createdAt: string;
  workflows: number | null;
  environments: number | null;
  storageBytes: number | null;
  countedAt: string | null;
  /** Undefined where it was not read along. */
  openIncident?: Incident | null;
}

/** SQL for an instant as an ISO 8601 string in UTC with milliseconds. */
export function instant(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** SQL for a count as a number that JavaScript computes with; exact up to 2^53. */
export function count(column: string): string {
  return `${column}::double precision`;
}

/** The columns of `tenant_summary s` as a `TenantSummaryRow`. */
export const tenantSummaryColumns = `
  s.tenant_id as "tenantId", s.name, s.slug, s.status, s.is_demo as "isDemo", s.plan_key as "planKey",
  s.plan_name as "planName", s.is_trialing as "isTrialing", ${count('s.mrr_cents')} as "mrrCents", s.currency, s.is_delinquent as "isDelinquent",
  s.is_at_risk as "isAtRisk", s.risk_state as "riskState", s.risk_score as "riskScore", s.clauses,
  ${instant('s.at_risk_since')} as "atRiskSince", ${instant('s.evaluated_at')} as "evaluatedAt",
  ${count('s.executions_24h')} as "executions24h", ${count('s.failures_24h')} as "failures24h",
  s.failure_rate_24h as "failureRate24h", ${count('s.executions_7d')} as "executions7d",
  s.drifted_environments_7d as "driftedEnvironments7d", ${count('s.drift_7d')} as "driftDetections7d",
  ${instant('s.last_drift_at')} as "lastDriftAt", s.failing_credentials_7d as "failingCredentials7d",
  ${count('s.credential_failures_7d')} as "credentialFailures7d",
  ${instant('s.last_credential_failure_at')} as "lastCredentialFailureAt",
  ${instant('s.last_event_at')} as "lastEventAt", ${instant('s.last_activity_at')} as "lastActivityAt",
  ${instant('s.created_at')} as "createdAt", ${count('s.workflows')} as workflows,
  ${count('s.environments')} as environments, ${count('s.storage_bytes')} as "storageBytes",
  ${instant('s.counted_at')} as "countedAt"`;
