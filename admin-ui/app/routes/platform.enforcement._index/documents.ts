import { graphql } from '#app/gql/gql.ts';

export const OverrideFragment = graphql(`
  fragment OverridePart on EntitlementOverride {
    id
    limit
    reason
    status
    grantedBy
    grantedAt
    expiresAt
    revokedAt
    revokedBy
    revokedReason
    entitlement {
      key
      name
      unit
      period
    }
  }
`);

export const ExceptionsQuery = graphql(`
  query Exceptions(
    $filter: EntitlementExceptionFilter
    $sort: EntitlementExceptionSort
    $first: Int!
    $after: String
    $namedTenantId: ID!
    $namesTenant: Boolean!
  ) {
    ...EnforcementFigures
    entitlementExceptions(filter: $filter, sort: $sort, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        tenantName
        planName
        kind
        since
        tenant {
          id
        }
        usage {
          used
          measuredAt
          limit
          planLimit
          ratio
          assessment {
            state
            warnAt
            criticalAt
          }
          entitlement {
            key
            name
            unit
            period
          }
          override {
            ...OverridePart
          }
        }
      }
    }
    entitlements {
      key
      name
    }
    tenant(id: $namedTenantId) @include(if: $namesTenant) {
      id
      name
    }
  }
`);

export const EnforcementFiguresFragment = graphql(`
  fragment EnforcementFigures on Query {
    revenue {
      entitlementExceptions
      aboveLimit
      overridesInForce
      delinquentTenants
      overdue {
        amountCents
        currency
      }
      trials {
        running
        expiring7d
      }
    }
  }
`);

export const OverridesQuery = graphql(`
  query Overrides(
    $statuses: [OverrideStatus!]
    $tenantId: ID
    $first: Int!
    $after: String
    $canTenants: Boolean!
    $namedTenantId: ID!
    $namesTenant: Boolean!
  ) {
    ...EnforcementFigures
    tenant(id: $namedTenantId) @include(if: $namesTenant) {
      id
      name
    }
    entitlementOverrides(statuses: $statuses, tenantId: $tenantId, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...OverridePart
        tenant {
          id
          name @include(if: $canTenants)
        }
      }
    }
  }
`);

export const PaymentsQuery = graphql(`
  query Payments(
    $filter: PaymentFilter
    $first: Int!
    $after: String
    $canTenants: Boolean!
    $namedTenantId: ID!
    $namesTenant: Boolean!
  ) {
    ...EnforcementFigures
    tenant(id: $namedTenantId) @include(if: $namesTenant) {
      id
      name
    }
    payments(filter: $filter, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        status
        isOverdue
        dueAt
        failedAt
        failureReason
        paidAt
        amount {
          amountCents
          currency
        }
        tenant {
          id
          name @include(if: $canTenants)
        }
      }
    }
  }
`);

export const TrialsQuery = graphql(`
  query Trials($stage: TrialStage!, $first: Int!, $after: String, $canTenants: Boolean!) {
    ...EnforcementFigures
    trials(stage: $stage, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        status
        trialStartedAt
        trialEndsAt
        trialConvertedAt
        plan {
          name
          monthlyPrice {
            amountCents
            currency
          }
        }
        tenant {
          id
          name @include(if: $canTenants)
        }
      }
    }
  }
`);

export const RevokeOverrideMutation = graphql(`
  mutation RevokeOverride($input: RevokeOverrideInput!) {
    revokeOverride(input: $input) {
      override {
        entitlement {
          name
        }
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);
