import type { TenantExportQuery } from '#app/gql/graphql.ts';
import { csvRecord, type CsvValue } from '#app/lib/csv.ts';

export type ExportedTenant = NonNullable<TenantExportQuery['tenantSummaries']>['nodes'][number];

type Field = { name: string; isBilling?: boolean; read: (row: ExportedTenant) => CsvValue };

// Exact instants and raw numbers: what reads the file knows better how to show them.
const fields: readonly Field[] = [
  { name: 'id', read: (row) => row.tenant.id },
  { name: 'name', read: (row) => row.name },
  { name: 'slug', read: (row) => row.slug },
  { name: 'status', read: (row) => row.status },
  { name: 'is_demo', read: (row) => row.isDemo },
  { name: 'is_at_risk', read: (row) => row.isAtRisk },
  { name: 'risk_state', read: (row) => row.riskState },
  { name: 'risk_clauses', read: (row) => row.clauses.map((clause) => clause.kind).join(' ') },
  { name: 'at_risk_since', read: (row) => row.atRiskSince },
  { name: 'is_delinquent', read: (row) => row.isDelinquent },
  { name: 'plan_key', isBilling: true, read: (row) => row.planKey },
  { name: 'plan_name', isBilling: true, read: (row) => row.planName },
  { name: 'is_trialing', isBilling: true, read: (row) => row.isTrialing },
  { name: 'mrr_cents', isBilling: true, read: (row) => row.mrr?.amountCents },
  { name: 'currency', isBilling: true, read: (row) => row.mrr?.currency },
  { name: 'executions_24h', read: (row) => row.executions24h },
  { name: 'failures_24h', read: (row) => row.failures24h },
  { name: 'failure_rate_24h', read: (row) => row.failureRate24h },
  { name: 'rate_limited_24h', read: (row) => row.rateLimited24h },
  { name: 'storage_bytes', read: (row) => row.storageBytes },
  { name: 'last_event_at', read: (row) => row.lastEventAt },
  { name: 'created_at', read: (row) => row.createdAt },
  // What was added since stands behind, so that whoever reads by position reads the same.
  { name: 'executions_7d', read: (row) => row.executions7d },
  { name: 'drifted_environments_7d', read: (row) => row.driftedEnvironments7d },
  { name: 'drift_detections_7d', read: (row) => row.driftDetections7d },
  { name: 'last_drift_at', read: (row) => row.lastDriftAt },
  { name: 'failing_credentials_7d', read: (row) => row.failingCredentials7d },
  { name: 'credential_failures_7d', read: (row) => row.credentialFailures7d },
  { name: 'last_credential_failure_at', read: (row) => row.lastCredentialFailureAt },
  { name: 'workflows', read: (row) => row.workflows },
  { name: 'environments', read: (row) => row.environments },
  { name: 'last_activity_at', read: (row) => row.lastActivityAt },
];

/** The head and the records of an export; money only for callers who may read it. */
export function tenantCsv(canBilling: boolean) {
  const shown = fields.filter((field) => canBilling || !field.isBilling);
  return {
    head: csvRecord(shown.map((field) => field.name)),
    record: (row: ExportedTenant) => csvRecord(shown.map((field) => field.read(row))),
  };
}
