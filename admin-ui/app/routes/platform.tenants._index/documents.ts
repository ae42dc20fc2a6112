import { graphql } from '#app/gql/gql.ts';

export const TenantListQuery = graphql(`
  query TenantList(
    $filter: TenantSummaryFilter
    $sort: TenantSummarySort
    $first: Int!
    $after: String
    $canBilling: Boolean!
  ) {
    tenantSummaries(filter: $filter, sort: $sort, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        tenant {
          id
        }
        name
        slug
        status
        isDemo
        planName @include(if: $canBilling)
        isTrialing @include(if: $canBilling)
        mrr @include(if: $canBilling) {
          amountCents
          currency
        }
        isDelinquent
        isAtRisk
        riskState
        clauses {
          ...ClausePart
        }
        executions24h
        failures24h
        failureRate24h
        executions7d
        driftedEnvironments7d
        driftDetections7d
        lastDriftAt
        failingCredentials7d
        credentialFailures7d
        lastCredentialFailureAt
        workflows
        environments
        rateLimited24h
        storageBytes
        createdAt
        lastEventAt
        lastActivityAt
      }
    }
    tenantViewCounts {
      all
      atRisk
      rateLimited
      trialing @include(if: $canBilling)
      delinquent
      provisioning
      suspended
      deleted
    }
    fleetHealth {
      demo
    }
    savedViews(list: "tenants") {
      id
      name
      search
    }
    plans @include(if: $canBilling) {
      key
      name
    }
  }
`);

export const TenantCountQuery = graphql(`
  query TenantCount($filter: TenantSummaryFilter) {
    tenantSummaries(filter: $filter, first: 1) {
      totalCount
    }
  }
`);

export const SaveViewMutation = graphql(`
  mutation SaveTenantView($input: SaveViewInput!) {
    saveView(input: $input) {
      savedView {
        id
        name
        search
      }
      userErrors {
        message
        field
      }
    }
  }
`);

export const DeleteSavedViewMutation = graphql(`
  mutation DeleteTenantView($input: DeleteSavedViewInput!) {
    deleteSavedView(input: $input) {
      savedView {
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

export const TenantListChangedSubscription = graphql(`
  subscription TenantListChanged {
    platformHealthChanged {
      fleetHealth {
        asOf
      }
    }
  }
`);
