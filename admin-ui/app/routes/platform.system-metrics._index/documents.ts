import { graphql } from '#app/gql/gql.ts';

export const AssessmentFragment = graphql(`
  fragment AssessmentPart on Assessment {
    state
    warnAt
    criticalAt
  }
`);

export const SystemMetricsQuery = graphql(`
  query SystemMetrics($window: TimeWindow!) {
    systemMetrics(window: $window) {
      from
      to
      stepSeconds
      asOf
      api {
        at
        requests
        errors
        p50LatencyMs
        p95LatencyMs
        p99LatencyMs
      }
      queue {
        at
        depth
        oldestJobAgeSeconds
        succeeded
        failed
      }
      database {
        at
        connections
        sizeBytes
        slowQueries
      }
      operations(first: 15) {
        operation
        requests
        errors
        p50LatencyMs
        p95LatencyMs
      }
      services {
        service
        requests
        errors
        p50LatencyMs
        p95LatencyMs
        lastAnswerAt
      }
    }
    platformHealth {
      asOf
      api {
        state
        requests1h
        errorRate1h
        errorRate24h
        p95LatencyMs1h
        errorRateAssessment {
          ...AssessmentPart
        }
        latencyAssessment {
          ...AssessmentPart
        }
      }
      queue {
        state
        depth
        oldestJobAgeSeconds
        deadLetters
        deadLetters24h
        completed1h
        depthAssessment {
          ...AssessmentPart
        }
        oldestJobAgeAssessment {
          ...AssessmentPart
        }
        deadLettersAssessment {
          ...AssessmentPart
        }
        waitingDeadLettersAssessment {
          ...AssessmentPart
        }
        lastRunAgeSeconds
        lastRunAssessment {
          ...AssessmentPart
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
        serverVersion
        lastBackupAt
        lastBackupBytes
        isBackupConfigured
        connectionsAssessment {
          ...AssessmentPart
        }
        slowQueriesAssessment {
          ...AssessmentPart
        }
        backupAssessment {
          ...AssessmentPart
        }
      }
      jobs {
        name
        state
        schedule
        lastRunAt
        lastStatus
        lastDurationMs
        lastError
        failures24h
        isOverdue
      }
    }
    statements(first: 15) {
      id
      text
      role
      calls
      meanMs
      totalMs
      isSlow
    }
    databaseBackups(first: 10) {
      startedAt
      finishedAt
      status
      sizeBytes
      archive
      error
    }
  }
`);
