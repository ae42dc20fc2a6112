import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { publishAll } from '@intendant/kit/events/publish';
import type { HealthContext } from '../context.ts';
import {
  evaluateRisk,
  noEvidence,
  type Risk,
  type RiskInputs,
  type RiskThresholds,
} from './evaluate-risk.ts';
import { readRiskEvidence, readRiskRows, type RiskRow } from './read-risk-inputs.ts';
import { riskThresholds, thresholdsHashSql } from './risk-thresholds.ts';

/** The latest times a tenant's new events brought; what is null or older than known changes nothing. */
export interface LatestTimes {
  lastEventAt: string | null;
  lastActivityAt: string | null;
  lastDriftAt: string | null;
  lastCredentialFailureAt: string | null;
}

/**
 * Makes evaluations follow one another until the transaction ends: each reads figures at least as new as those the
 * one before it wrote. Whoever also writes summaries must take it first, or the two could wait for each other.
 */
export async function lockEvaluations(em: EntityManager): Promise<void> {
  await executeSql(em, `select pg_advisory_xact_lock(hashtextextended('health evaluation', 0))`);
}

/**
 * Brings the figures and the verdict of each of the tenants up to date, in the caller's transaction, with a constant
 * number of statements; publishes `tenant.risk-changed` for each whose verdict is another. Returns those.
 */
export async function evaluateTenants(
  ctx: HealthContext,
  em: EntityManager,
  tenantIds: readonly string[],
  latest: ReadonlyMap<string, LatestTimes> = new Map(),
): Promise<string[]> {
  await lockEvaluations(em);
  const now = ctx.clock.now();
  const thresholds = await riskThresholds(ctx);
  const rows = await readRiskRows(em, tenantIds, now);
  const suspects = rows.filter(
    (row) => evaluateRisk(inputsOf(row), thresholds, noEvidence, [], now).isAtRisk,
  );
  const evidence =
    suspects.length === 0
      ? new Map()
      : await readRiskEvidence(
          em,
          suspects.map(({ tenant_id }) => tenant_id),
          now,
        );

  const verdicts = rows.map((row) => ({
    row,
    risk: evaluateRisk(
      inputsOf(row),
      thresholds,
      evidence.get(row.tenant_id) ?? noEvidence,
      row.clauses,
      now,
    ),
  }));
  await writeVerdicts(em, verdicts, latest, thresholds, now);

  const changed = verdicts.filter(({ row, risk }) => isAnother(row, risk));
  await publishAll(
    em,
    changed.map(({ row, risk }) => ({
      type: 'tenant.risk-changed',
      aggregateType: 'tenant-risk',
      aggregateId: row.tenant_id,
      tenantId: row.tenant_id,
      data: { tenantId: row.tenant_id, isAtRisk: risk.isAtRisk, clauses: risk.clauses },
    })),
    ctx,
  );
  return changed.map(({ row }) => row.tenant_id);
}

function inputsOf(row: RiskRow): RiskInputs {
  return {
    executions24h: row.executions_24h,
    failures24h: row.failures_24h,
    drift7d: row.drift_7d,
    credentialFailures7d: row.credential_failures_7d,
    isDelinquent: row.is_delinquent,
    delinquentSince: row.delinquent_since === null ? null : new Date(row.delinquent_since).toISOString(),
    overdueCents: row.overdue_cents,
    overduePayments: row.overdue_payments,
    currency: row.currency,
  };
}

function isAnother(row: RiskRow, risk: Risk): boolean {
  const kinds = (clauses: readonly { kind: string }[]): string =>
    clauses
      .map(({ kind }) => kind)
      .sort()
      .join();
  return row.risk_state !== risk.state || kinds(row.clauses) !== kinds(risk.clauses);
}

async function writeVerdicts(
  em: EntityManager,
  verdicts: readonly { row: RiskRow; risk: Risk }[],
  latest: ReadonlyMap<string, LatestTimes>,
  thresholds: RiskThresholds,
  now: Date,
): Promise<void> {
  const records = verdicts.map(({ row, risk }) => ({
    tenant_id: row.tenant_id,
    executions_24h: row.executions_24h,
    failures_24h: row.failures_24h,
    executions_7d: row.executions_7d,
    drift_7d: row.drift_7d,
    drifted_environments_7d: row.drifted_environments_7d,
    credential_failures_7d: row.credential_failures_7d,
    failing_credentials_7d: row.failing_credentials_7d,
    is_at_risk: risk.isAtRisk,
    risk_state: risk.state,
    risk_score: risk.score,
    clauses: risk.clauses,
    at_risk_since: risk.isAtRisk ? (row.at_risk_since ?? now) : null,
    ...latest.get(row.tenant_id),
  }));
  await executeSql(
    em,
    `update tenant_summary s set
       executions_24h = v.executions_24h, failures_24h = v.failures_24h, executions_7d = v.executions_7d,
       drift_7d = v.drift_7d, drifted_environments_7d = v.drifted_environments_7d,
       credential_failures_7d = v.credential_failures_7d, failing_credentials_7d = v.failing_credentials_7d,
       is_at_risk = v.is_at_risk,
       risk_state = v.risk_state, risk_score = v.risk_score, clauses = v.clauses, at_risk_since = v.at_risk_since,
       last_event_at = greatest(s.last_event_at, v."lastEventAt"),
       last_activity_at = greatest(s.last_activity_at, v."lastActivityAt"),
       last_drift_at = greatest(s.last_drift_at, v."lastDriftAt"),
       last_credential_failure_at = greatest(s.last_credential_failure_at, v."lastCredentialFailureAt"),
       workflows = coalesce(r.workflows, s.workflows), environments = coalesce(r.environments, s.environments),
       storage_bytes = coalesce(r.storage_bytes, s.storage_bytes), counted_at = coalesce(r.counted_at, s.counted_at),
       evaluated_at = ?, evaluated_with = ${thresholdsHashSql}
     from jsonb_to_recordset(?::jsonb) as v (
       tenant_id uuid, executions_24h bigint, failures_24h bigint, executions_7d bigint, drift_7d bigint,
       drifted_environments_7d integer, credential_failures_7d bigint, failing_credentials_7d integer,
       is_at_risk boolean, risk_state text, risk_score double precision, clauses jsonb, at_risk_since timestamptz, "lastEventAt" timestamptz, "lastActivityAt" timestamptz,
       "lastDriftAt" timestamptz, "lastCredentialFailureAt" timestamptz)
     left join tenant_resources r on r.tenant_id = v.tenant_id
     where s.tenant_id = v.tenant_id`,
    [now, JSON.stringify(thresholds), JSON.stringify(records)],
  );
}
