import type {
  FleetHealthPartFragment,
  PlatformHealthPartFragment,
  TenantRankPartFragment,
  UsagePartFragment,
} from '#app/gql/graphql.ts';

export const asOf = '2026-11-20T09:42:00.000Z';

/** How a figure stands that is within its lines. */
export function isFine(warnAt: number | null = null) {
  return { state: 'OK' as const, warnAt, criticalAt: null };
}

/** How a figure stands that is beyond the line that warns. */
export function warns(warnAt: number) {
  return { state: 'WARN' as const, warnAt, criticalAt: null };
}

export function aPlatformHealth(
  changes: Partial<PlatformHealthPartFragment> = {},
): PlatformHealthPartFragment {
  return {
    asOf,
    api: {
      state: 'OK',
      requests1h: 101_155,
      errorRate1h: 0.0012,
      errorRate24h: 0.0009,
      p95LatencyMs1h: 41,
      p95LatencyMsByMinute: [40, null, 41],
      errorRateAssessment: isFine(0.01),
      latencyAssessment: isFine(250),
    },
    queue: {
      state: 'OK',
      depth: 3,
      oldestJobAgeSeconds: null,
      deadLetters24h: 0,
      deadLetters: 0,
      lastRunAgeSeconds: 30,
      completed1h: 212,
      depthByMinute: [1, 2, 3],
      depthAssessment: isFine(1000),
      oldestJobAgeAssessment: isFine(300),
      deadLettersAssessment: isFine(1),
      waitingDeadLettersAssessment: isFine(1),
      lastRunAssessment: isFine(),
    },
    database: {
      state: 'OK',
      connectionsUsed: 12,
      connectionsMax: 100,
      connectionsUsedRatio: 0.12,
      slowQueries1h: 0,
      slowQueryThresholdMs: 500,
      sizeBytes: 41_000_000,
      lastBackupAt: '2026-11-20T09:01:00.000Z',
      isBackupConfigured: true,
      connectionsAssessment: isFine(0.8),
      slowQueriesAssessment: isFine(10),
      backupAssessment: isFine(25),
    },
    jobs: [
      {
        name: 'health:apply-retention',
        state: 'OK',
        schedule: '* * * * *',
        lastRunAt: asOf,
        lastStatus: 'SUCCEEDED',
        lastError: null,
        failures24h: 0,
        isOverdue: false,
      },
    ],
    ...changes,
  };
}

export function aFleet(changes: Partial<FleetHealthPartFragment> = {}): FleetHealthPartFragment {
  return {
    asOf,
    total: 60,
    active7d: 52,
    active30d: 56,
    atRisk: 1,
    atRisk24hAgo: 0,
    critical: 1,
    riskThresholds: { failureRate: 0.1, minimumFailures: 20, drift: 3, credentialFailures: 5 },
    withDrift24h: 0,
    withDrift7d: 2,
    withCredentialFailures24h: 0,
    withCredentialFailures7d: 1,
    demo: 0,
    activeAssessment: isFine(0.5),
    atRiskAssessment: { state: 'CRITICAL', warnAt: 1, criticalAt: null },
    driftAssessment: isFine(1),
    credentialFailuresAssessment: isFine(1),
    ...changes,
  };
}

export function aUsage(changes: Partial<UsagePartFragment> = {}): UsagePartFragment {
  return {
    asOf,
    executions24h: 48_212,
    executionsPrevious24h: 46_300,
    executions7d: 318_940,
    executionsPrevious7d: 300_320,
    failures24h: 1_108,
    failuresPrevious24h: 790,
    apiRequests24h: 1_840_000,
    apiRequestsPrevious24h: 1_790_000,
    apiErrors24h: 5_704,
    apiRequestsByHour: Array.from({ length: 24 }, (_, hour) => 60_000 + hour * 1_000),
    storageDatabaseBytes: 41_000_000,
    storageObjectBytes: 1_320_000_000_000,
    rateLimitedTenants24h: 0,
    failureRateAssessment: isFine(0.05),
    apiErrorRateAssessment: isFine(0.02),
    storageAssessment: isFine(1e12),
    rateLimitedAssessment: isFine(1),
    series: { stepSeconds: 3600, points: [{ at: asOf, executions: 2_000 }] },
    previousSeries: { points: [{ executions: 1_900 }] },
    ...changes,
  };
}

export function aRank(changes: Partial<TenantRankPartFragment> = {}): TenantRankPartFragment {
  return {
    name: 'Hanse Sinfonietta',
    value: 0.314,
    count: 212,
    total: 675,
    lastAt: null,
    riskState: 'CRITICAL',
    tenant: { id: 'tenant-1' },
    ...changes,
  };
}

/** A tenant at risk as the API answers it. */
export function anAtRiskTenant(changes: { name?: string; status?: 'ACTIVE' | 'SUSPENDED' } = {}) {
  return {
    state: 'CRITICAL' as const,
    since: '2026-11-20T07:12:00.000Z',
    evaluatedAt: asOf,
    clauses: [
      {
        kind: 'FAILURE_RATE' as const,
        value: 0.314,
        threshold: 0.1,
        count: 212,
        total: 675,
        since: null,
        evidence: '212 of 675 executions failed within 24 hours.',
      },
    ],
    name: 'Hanse Sinfonietta',
    slug: 'hanse',
    status: 'ACTIVE',
    tenant: { id: 'tenant-1' },
    ...changes,
  };
}
