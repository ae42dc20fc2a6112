import type {
  FleetHealthPartFragment,
  PlatformHealthPartFragment,
  UsagePartFragment,
} from '#app/gql/graphql.ts';
import type { PlatformSnapshot } from '#app/routes/platform._index/snapshot.ts';

const asOf = '2026-11-20T09:42:00.000Z';

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
      latencyWarnMs: 250,
      errorRateWarn: 0.01,
      p95LatencyMsByMinute: [40, null, 41],
    },
    queue: {
      state: 'OK',
      depth: 3,
      oldestJobAgeSeconds: null,
      deadLetters24h: 0,
      depthWarn: 1000,
      oldestJobAgeWarnSeconds: 300,
      completed1h: 212,
      depthByMinute: [1, 2, 3],
    },
    database: {
      state: 'OK',
      connectionsUsed: 12,
      connectionsMax: 100,
      connectionsUsedRatio: 0.12,
      connectionsWarnRatio: 0.8,
      slowQueries1h: 0,
      slowQueryThresholdMs: 500,
      sizeBytes: 41_000_000,
      serverVersion: '18.1',
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
    critical: 1,
    withDrift24h: 0,
    withDrift7d: 2,
    withCredentialFailures24h: 0,
    withCredentialFailures7d: 1,
    demo: 0,
    ...changes,
  };
}

export function aUsage(): UsagePartFragment {
  return {
    asOf,
    executions24h: 48_212,
    executionsPrevious24h: 46_300,
    executions7d: 318_940,
    executionsPrevious7d: 300_320,
    failures24h: 1_108,
    failuresPrevious24h: 790,
    apiRequests24h: 1_840_000,
    apiErrors24h: 5_704,
    storageObjectBytes: 1_320_000_000_000,
    series: { stepSeconds: 3600, points: [{ at: asOf, executions: 2_000 }] },
    previousSeries: { points: [{ executions: 1_900 }] },
  };
}

/** A tenant at risk as the API answers it. */
export function anAtRiskTenant(changes: { name?: string } = {}) {
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
    tenant: { id: 'tenant-1', name: changes.name ?? 'Hanse Sinfonietta', slug: 'hanse' },
  };
}

export function aSnapshot(changes: Partial<PlatformSnapshot> = {}): PlatformSnapshot {
  return {
    asOf,
    platformHealth: aPlatformHealth(),
    fleetHealth: aFleet(),
    usage: aUsage(),
    atRiskTenants: [],
    byFailureRate: [],
    byDrift: [],
    byCredentialFailures: [],
    byExecutions: [],
    revenue: null,
    ...changes,
  };
}
