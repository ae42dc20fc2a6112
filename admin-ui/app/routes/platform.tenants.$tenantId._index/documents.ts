import { graphql } from '#app/gql/gql.ts';

export const WorkflowFragment = graphql(`
  fragment WorkflowPart on WorkflowFigures {
    workflow
    executions
    failures
    failureRate
    p95DurationMs
    lastFailedAt
    failingSince
    points {
      at
      failures
    }
    errors {
      code
      message
      count
      lastAt
    }
  }
`);

/** What follows the tenant live: the head of the page always, and what the open tab shows. */
export const TenantHealthFragment = graphql(`
  fragment TenantHealthPart on TenantHealth {
    asOf
    lastActivityAt
    risk {
      isAtRisk
      state
      since
      evaluatedAt
      clauses {
        ...ClausePart
      }
    }
    drift(first: 50) {
      environment
      isDrifted
      detections7d
      lastDetectedAt
      resolvedAt
      summary
    }
    credentials(first: 50) {
      credential
      isFailing
      failures7d
      lastFailedAt
      recoveredAt
      errorMessage
    }
    day: executions(range: H24) @include(if: $overview) {
      executions
      failures
      failureRate
    }
    month: executions(range: D30) @include(if: $overview) {
      executions
      failures
      failureRate
    }
    monthSeries: series(range: D30) @include(if: $overview) {
      stepSeconds
      points {
        at
        executions
        failures
      }
    }
    dayWorkflows: workflows(range: H24, first: 6) @include(if: $overview) {
      ...WorkflowPart
    }
    resources @include(if: $withResources) {
      workflows
      environments
      storageBytes
      countedAt
    }
    inWindow: executions(window: $window) @include(if: $usage) {
      executions
      failures
      failureRate
      p50DurationMs
      p95DurationMs
      apiRequests
      apiErrors
      driftDetected
      credentialFailures
    }
    windowSeries: series(window: $window) @include(if: $usage) {
      stepSeconds
      points {
        at
        executions
        failures
        p95DurationMs
      }
    }
    windowWorkflows: workflows(window: $window, first: 50) @include(if: $failures) {
      ...WorkflowPart
    }
  }
`);

export const TenantHealthChangedSubscription = graphql(`
  subscription TenantHealthChanged(
    $id: ID!
    $window: TimeWindow!
    $overview: Boolean!
    $usage: Boolean!
    $failures: Boolean!
    $withResources: Boolean!
  ) {
    tenantHealthChanged(tenantId: $id) {
      id
      health {
        ...TenantHealthPart
      }
    }
  }
`);

/** The page's head and the health behind every tab. */
export const TenantPageQuery = graphql(`
  query TenantPage(
    $id: ID!
    $window: TimeWindow!
    $previousDay: TimeWindow!
    $previousMonth: TimeWindow!
    $canHealth: Boolean!
    $canBilling: Boolean!
    $canUsers: Boolean!
    $canKeys: Boolean!
    $overview: Boolean!
    $usage: Boolean!
    $failures: Boolean!
    $withResources: Boolean!
    $asksToSuspend: Boolean!
  ) {
    tenant(id: $id) {
      id
      name
      slug
      contactEmail
      status
      suspensionReason
      suspendedAt
      isDemo
      createdAt
      health @include(if: $canHealth) {
        ...TenantHealthPart
        previousDay: executions(window: $previousDay) @include(if: $overview) {
          executions
          failureRate
        }
        previousMonth: executions(window: $previousMonth) @include(if: $overview) {
          executions
        }
        requests24h: executions(range: H24) @include(if: $asksToSuspend) {
          apiRequests
        }
      }
      openIncidents: incidents(first: 50) @include(if: $canHealth) {
        id
        status
      }
      ...TenantBillingPart @include(if: $canBilling)
      memberCount @include(if: $canUsers)
      signedInCount @include(if: $canUsers)
      activeApiKeyCount @include(if: $canKeys)
    }
  }
`);

export const SuspendTenantMutation = graphql(`
  mutation SuspendTenant($input: SuspendTenantInput!) {
    suspendTenant(input: $input) {
      tenant {
        id
        name
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const ReactivateTenantMutation = graphql(`
  mutation ReactivateTenant($input: ReactivateTenantInput!) {
    reactivateTenant(input: $input) {
      tenant {
        id
        name
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);
