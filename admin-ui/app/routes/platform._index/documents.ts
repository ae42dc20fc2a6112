import { graphql } from '#app/gql/gql.ts';

/**
 * The whole dashboard in one operation. Each section is asked for by its own variable: a caller's role decides which,
 * and a section that failed is asked for again alone.
 */
export const PlatformOverviewQuery = graphql(`
  query PlatformOverview(
    $health: Boolean!
    $tenants: Boolean!
    $usage: Boolean!
    $revenue: Boolean!
    $security: Boolean!
    $incidents: Boolean!
    $canBilling: Boolean!
    $executionsBy: TenantRankingKind!
  ) {
    platformHealth @include(if: $health) {
      ...PlatformHealthPart
    }
    fleetHealth @include(if: $tenants) {
      ...FleetHealthPart
    }
    atRiskTenants(first: 20) @include(if: $tenants) {
      ...AtRiskTenantPart
    }
    byFailureRate: tenantRanking(by: FAILURE_RATE_24H, first: 10) @include(if: $tenants) {
      ...TenantRankPart
    }
    byDrift: tenantRanking(by: DRIFT_7D, first: 10) @include(if: $tenants) {
      ...TenantRankPart
    }
    byCredentialFailures: tenantRanking(by: CREDENTIAL_FAILURES_7D, first: 10) @include(if: $tenants) {
      ...TenantRankPart
    }
    usage @include(if: $usage) {
      ...UsagePart
    }
    byExecutions: tenantRanking(by: $executionsBy, first: 10) @include(if: $usage) {
      ...TenantRankPart
    }
    byWorkflows: tenantRanking(by: WORKFLOWS, first: 10) @include(if: $usage) {
      ...TenantRankPart
    }
    byEnvironments: tenantRanking(by: ENVIRONMENTS, first: 10) @include(if: $usage) {
      ...TenantRankPart
    }
    rateLimitBreaches(first: 10) @include(if: $usage) {
      ...RateLimitBreachPart
    }
    revenue @include(if: $revenue) {
      ...RevenuePart
    }
    expiringTrials(first: 5) @include(if: $revenue) {
      ...ExpiringTrialPart
    }
    delinquentTenants(first: 10) @include(if: $revenue) {
      ...DelinquentTenantPart
    }
    entitlementExceptions(first: 10) @include(if: $revenue) {
      nodes {
        ...ExceptionPart
      }
    }
    securityActivity @include(if: $security) {
      ...SecurityActivityPart
    }
    adminActions(first: 20) @include(if: $security) {
      ...AdminActionPart
    }
    signInFailureSignals(first: 5) @include(if: $security) {
      ...SignInFailurePart
    }
    keyCreationSignals(first: 5) @include(if: $security) {
      ...KeyCreationPart
    }
    incidentFigures @include(if: $incidents) {
      ...IncidentFiguresPart
    }
    openIncidents(first: 10) @include(if: $incidents) {
      ...OpenIncidentPart
    }
  }
`);

// Live updates select the same parts as the loaded page, so that one can take the place of the other.
export const PlatformHealthChangedSubscription = graphql(`
  subscription PlatformHealthChanged($canBilling: Boolean!, $executionsBy: TenantRankingKind!) {
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
      byExecutions: tenantRanking(by: $executionsBy, first: 10) {
        ...TenantRankPart
      }
      byWorkflows: tenantRanking(by: WORKFLOWS, first: 10) {
        ...TenantRankPart
      }
      byEnvironments: tenantRanking(by: ENVIRONMENTS, first: 10) {
        ...TenantRankPart
      }
      rateLimitBreaches(first: 10) {
        ...RateLimitBreachPart
      }
    }
  }
`);

export const RevenueChangedSubscription = graphql(`
  subscription RevenueChanged {
    revenueChanged {
      asOf
      revenue {
        ...RevenuePart
      }
      expiringTrials(first: 5) {
        ...ExpiringTrialPart
      }
      delinquentTenants(first: 10) {
        ...DelinquentTenantPart
      }
      entitlementExceptions(first: 10) {
        nodes {
          ...ExceptionPart
        }
      }
    }
  }
`);

export const SecurityActivityChangedSubscription = graphql(`
  subscription SecurityActivityChanged {
    securityActivityChanged {
      asOf
      securityActivity {
        ...SecurityActivityPart
      }
      adminActions(first: 20) {
        ...AdminActionPart
      }
      signInFailureSignals(first: 5) {
        ...SignInFailurePart
      }
      keyCreationSignals(first: 5) {
        ...KeyCreationPart
      }
    }
  }
`);

export const IncidentsChangedSubscription = graphql(`
  subscription IncidentsChanged {
    incidentChanged {
      figures {
        ...IncidentFiguresPart
      }
      openIncidents(first: 10) {
        ...OpenIncidentPart
      }
    }
  }
`);
