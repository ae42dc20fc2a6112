import { graphql } from '#app/gql/gql.ts';

export const TenantHealthFragment = graphql(`
  fragment TenantHealthPart on TenantHealth {
    asOf
    lastEventAt
    day: executions(range: H24) {
      executions
      failures
      failureRate
      p95DurationMs
    }
    inRange: executions(range: $range) {
      executions
      failures
      failureRate
      p50DurationMs
      p95DurationMs
      apiRequests
      apiErrors
    }
    series(range: $range) {
      stepSeconds
      points {
        at
        executions
        failures
      }
    }
    workflows(range: H24, first: 10) {
      workflow
      executions
      failures
      failureRate
      p95DurationMs
      lastFailedAt
      errors {
        code
        message
        count
        lastAt
      }
    }
    drift(first: 10) {
      environment
      isDrifted
      detections7d
      lastDetectedAt
      resolvedAt
      summary
    }
    credentials(first: 10) {
      credential
      isFailing
      failures7d
      lastFailedAt
      recoveredAt
      errorMessage
    }
    resources {
      workflows
      environments
      storageBytes
      countedAt
    }
    risk {
      isAtRisk
      state
      since
      evaluatedAt
      clauses {
        ...ClausePart
      }
    }
  }
`);

export const TenantBillingFragment = graphql(`
  fragment TenantBillingPart on Tenant {
    isDelinquent
    plan {
      name
      monthlyPrice {
        amountCents
        currency
      }
    }
    subscription {
      status
      startedAt
      trialEndsAt
      canceledAt
      mrr {
        amountCents
        currency
      }
    }
    unpaidPayments {
      id
      dueAt
      failedAt
      failureReason
      amount {
        amountCents
        currency
      }
    }
  }
`);

export const TenantPageQuery = graphql(`
  query TenantPage(
    $id: ID!
    $range: TimeRange!
    $canHealth: Boolean!
    $canBilling: Boolean!
    $canAudit: Boolean!
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
      }
      ...TenantBillingPart @include(if: $canBilling)
      auditEntries(first: 10) @include(if: $canAudit) {
        id
        at
        action
        callerKind
        callerName
        actorName
        after
      }
    }
  }
`);

export const TenantHealthChangedSubscription = graphql(`
  subscription TenantHealthChanged($id: ID!, $range: TimeRange!) {
    tenantHealthChanged(tenantId: $id) {
      id
      health {
        ...TenantHealthPart
      }
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
        message
        field
      }
    }
  }
`);
