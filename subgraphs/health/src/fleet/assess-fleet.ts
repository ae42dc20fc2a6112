import type { HealthContext } from '../context.ts';
import type { Assessment, FleetHealth, Usage } from '../generated/resolvers.ts';
import { assess } from '../platform-health/health-state.ts';

type AssessmentOf<T> = { [K in keyof T as K extends `${string}Assessment` ? K : never]: Assessment };

type FleetCounts = Pick<
  FleetHealth,
  'total' | 'active7d' | 'atRisk' | 'critical' | 'withDrift24h' | 'withCredentialFailures24h'
>;

/** How each of the fleet's figures stands, by the settings. Without tenants nobody can be active, nor fail to be. */
export async function assessFleet(
  { settings }: Pick<HealthContext, 'settings'>,
  counts: FleetCounts,
): Promise<AssessmentOf<FleetHealth>> {
  const [activeWarn, activeCritical, atRiskWarn, driftWarn, driftCritical, failuresWarn, failuresCritical] =
    await Promise.all([
      settings.get('health.active-share-warn'),
      settings.get('health.active-share-critical'),
      settings.get('health.at-risk-tenants-warn'),
      settings.get('health.drift-tenants-warn'),
      settings.get('health.drift-tenants-critical'),
      settings.get('health.credential-failure-tenants-warn'),
      settings.get('health.credential-failure-tenants-critical'),
    ]);
  const activeShare = counts.total === 0 ? null : counts.active7d / counts.total;
  const atRisk = assess(counts.atRisk, atRiskWarn, null);
  return {
    activeAssessment: assess(activeShare, activeWarn, activeCritical, 'LOWER'),
    atRiskAssessment: counts.critical > 0 ? { ...atRisk, state: 'CRITICAL' } : atRisk,
    driftAssessment: assess(counts.withDrift24h, driftWarn, driftCritical),
    credentialFailuresAssessment: assess(counts.withCredentialFailures24h, failuresWarn, failuresCritical),
  };
}

type UsageTotals = Pick<
  Usage,
  | 'executions24h'
  | 'failures24h'
  | 'apiRequests24h'
  | 'apiErrors24h'
  | 'storageDatabaseBytes'
  | 'rateLimitedTenants24h'
>;

/** How each figure of the usage stands, by the settings; a rate of nothing is unknown. */
export async function assessUsage(
  { settings }: Pick<HealthContext, 'settings'>,
  totals: UsageTotals,
): Promise<AssessmentOf<Usage>> {
  const [failureWarn, failureCritical, errorWarn, errorCritical, storageWarn, storageCritical, limitedWarn] =
    await Promise.all([
      settings.get('health.execution-failure-rate-warn'),
      settings.get('health.execution-failure-rate-critical'),
      settings.get('health.tenant-api-error-rate-warn'),
      settings.get('health.tenant-api-error-rate-critical'),
      settings.get('health.storage-warn-bytes'),
      settings.get('health.storage-critical-bytes'),
      settings.get('health.rate-limited-tenants-warn'),
    ]);
  return {
    failureRateAssessment: assess(
      rate(totals.failures24h, totals.executions24h),
      failureWarn,
      failureCritical,
    ),
    apiErrorRateAssessment: assess(
      rate(totals.apiErrors24h, totals.apiRequests24h),
      errorWarn,
      errorCritical,
    ),
    storageAssessment: assess(totals.storageDatabaseBytes, storageWarn, storageCritical),
    rateLimitedAssessment: assess(totals.rateLimitedTenants24h, limitedWarn, null),
  };
}

function rate(part: number, total: number): number | null {
  return total === 0 ? null : part / total;
}
