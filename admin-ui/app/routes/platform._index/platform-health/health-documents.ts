import { graphql } from '#app/gql/gql.ts';

export const PlatformHealthFragment = graphql(`
  fragment PlatformHealthPart on PlatformHealth {
    asOf
    api {
      state
      requests1h
      errorRate1h
      errorRate24h
      p95LatencyMs1h
      p95LatencyMsByMinute
      errorRateAssessment {
        state
        warnAt
        criticalAt
      }
      latencyAssessment {
        state
        warnAt
        criticalAt
      }
    }
    queue {
      state
      depth
      oldestJobAgeSeconds
      deadLetters24h
      deadLetters
      lastRunAgeSeconds
      completed1h
      depthByMinute
      depthAssessment {
        state
        warnAt
        criticalAt
      }
      oldestJobAgeAssessment {
        state
        warnAt
        criticalAt
      }
      deadLettersAssessment {
        state
        warnAt
        criticalAt
      }
      waitingDeadLettersAssessment {
        state
        warnAt
        criticalAt
      }
      lastRunAssessment {
        state
        warnAt
        criticalAt
      }
    }
    database {
      state
      connectionsUsed
      connectionsMax
      connectionsUsedRatio
      slowQueries1h
      slowQueryThresholdMs
      sizeBytes
      lastBackupAt
      isBackupConfigured
      connectionsAssessment {
        state
        warnAt
        criticalAt
      }
      slowQueriesAssessment {
        state
        warnAt
        criticalAt
      }
      backupAssessment {
        state
        warnAt
        criticalAt
      }
    }
    jobs {
      name
      state
      schedule
      lastRunAt
      lastStatus
      lastError
      failures24h
      isOverdue
    }
  }
`);

export const UsageFragment = graphql(`
  fragment UsagePart on Usage {
    asOf
    executions24h
    executionsPrevious24h
    executions7d
    executionsPrevious7d
    failures24h
    failuresPrevious24h
    apiRequests24h
    apiRequestsPrevious24h
    apiErrors24h
    apiRequestsByHour
    storageDatabaseBytes
    storageObjectBytes
    rateLimitedTenants24h
    failureRateAssessment {
      state
      warnAt
      criticalAt
    }
    apiErrorRateAssessment {
      state
      warnAt
      criticalAt
    }
    storageAssessment {
      state
      warnAt
      criticalAt
    }
    rateLimitedAssessment {
      state
      warnAt
      criticalAt
    }
    series {
      stepSeconds
      points {
        at
        executions
      }
    }
    previousSeries {
      points {
        executions
      }
    }
  }
`);

export const RateLimitBreachFragment = graphql(`
  fragment RateLimitBreachPart on RateLimitBreach {
    name
    kind
    callerName
    peakPerMinute
    limitPerMinute
    rejected24h
    lastAt
    planName @include(if: $canBilling)
    tenant {
      id
    }
  }
`);
