import { graphql } from '#app/gql/gql.ts';

// The loaded page and its live updates select the same parts, so that one can take the place of the other.
export const PlatformHealthFragment = graphql(`
  fragment PlatformHealthPart on PlatformHealth {
    asOf
    api {
      state
      requests1h
      errorRate1h
      errorRate24h
      p95LatencyMs1h
      latencyWarnMs
      errorRateWarn
      p95LatencyMsByMinute
    }
    queue {
      state
      depth
      oldestJobAgeSeconds
      deadLetters24h
      depthWarn
      oldestJobAgeWarnSeconds
      completed1h
      depthByMinute
    }
    database {
      state
      connectionsUsed
      connectionsMax
      connectionsUsedRatio
      connectionsWarnRatio
      slowQueries1h
      slowQueryThresholdMs
      sizeBytes
      serverVersion
    }
    jobs {
      name
      state
      schedule
      lastRunAt
      lastStatus
      lastError
      failures24h
    }
  }
`);

export const FleetHealthFragment = graphql(`
  fragment FleetHealthPart on FleetHealth {
    asOf
    total
    active7d
    active30d
    atRisk
    critical
    withDrift24h
    withDrift7d
    withCredentialFailures24h
    withCredentialFailures7d
    demo
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
    apiErrors24h
    storageObjectBytes
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

export const AtRiskTenantFragment = graphql(`
  fragment AtRiskTenantPart on TenantRisk {
    state
    since
    evaluatedAt
    clauses {
      ...ClausePart
    }
    tenant {
      id
      name
      slug
      plan @include(if: $canBilling) {
        name
      }
      subscription @include(if: $canBilling) {
        mrr {
          amountCents
          currency
        }
      }
    }
  }
`);

export const TenantRankFragment = graphql(`
  fragment TenantRankPart on TenantRank {
    name
    value
    count
    total
    riskState
    tenant {
      id
    }
  }
`);

export const RevenueFragment = graphql(`
  fragment RevenuePart on Revenue {
    asOf
    mrr {
      amountCents
      currency
    }
    delinquentTenants
    overdue {
      amountCents
      currency
    }
    trials {
      running
      started30d
      expiring7d
      converted30d
    }
    planDistribution {
      tenants
      plan {
        key
        name
      }
      mrr {
        amountCents
        currency
      }
    }
  }
`);

export const PlatformOverviewQuery = graphql(`
  query PlatformOverview($canHealth: Boolean!, $canBilling: Boolean!) {
    platformHealth @include(if: $canHealth) {
      ...PlatformHealthPart
    }
    fleetHealth @include(if: $canHealth) {
      ...FleetHealthPart
    }
    usage @include(if: $canHealth) {
      ...UsagePart
    }
    atRiskTenants(first: 20) @include(if: $canHealth) {
      ...AtRiskTenantPart
    }
    byFailureRate: tenantRanking(by: FAILURE_RATE_24H, first: 10) @include(if: $canHealth) {
      ...TenantRankPart
    }
    byDrift: tenantRanking(by: DRIFT_7D, first: 10) @include(if: $canHealth) {
      ...TenantRankPart
    }
    byCredentialFailures: tenantRanking(by: CREDENTIAL_FAILURES_7D, first: 10) @include(if: $canHealth) {
      ...TenantRankPart
    }
    byExecutions: tenantRanking(by: EXECUTIONS_24H, first: 10) @include(if: $canHealth) {
      ...TenantRankPart
    }
    revenue @include(if: $canBilling) {
      ...RevenuePart
    }
  }
`);

export const PlatformHealthChangedSubscription = graphql(`
  subscription PlatformHealthChanged($canBilling: Boolean!) {
    platformHealthChanged {
      asOf
      platformHealth {
        ...PlatformHealthPart
      }
      fleetHealth {
        ...FleetHealthPart
      }
      usage {
        ...UsagePart
      }
      atRiskTenants(first: 20) {
        ...AtRiskTenantPart
      }
      byFailureRate: tenantRanking(by: FAILURE_RATE_24H, first: 10) {
        ...TenantRankPart
      }
      byDrift: tenantRanking(by: DRIFT_7D, first: 10) {
        ...TenantRankPart
      }
      byCredentialFailures: tenantRanking(by: CREDENTIAL_FAILURES_7D, first: 10) {
        ...TenantRankPart
      }
      byExecutions: tenantRanking(by: EXECUTIONS_24H, first: 10) {
        ...TenantRankPart
      }
    }
  }
`);
