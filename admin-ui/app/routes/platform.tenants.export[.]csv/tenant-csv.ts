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
];

/** The head and the records of an export; money only for callers who may read it. */
export function tenantCsv(canBilling: boolean) {
  const shown = fields.filter((field) => canBilling || !field.isBilling);
  return {
    head: csvRecord(shown.map((field) => field.name)),
    record: (row: ExportedTenant) => csvRecord(shown.map((field) => field.read(row))),
  };
}
