import { graphql } from '#app/gql/gql.ts';

export const TenantExportQuery = graphql(`
  query TenantExport(
    $filter: TenantSummaryFilter
    $sort: TenantSummarySort
    $after: String
    $canBilling: Boolean!
  ) {
    tenantSummaries(filter: $filter, sort: $sort, first: 100, after: $after) {
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
        isAtRisk
        riskState
        atRiskSince
        clauses {
          kind
        }
        planKey @include(if: $canBilling)
        planName @include(if: $canBilling)
        mrr @include(if: $canBilling) {
          amountCents
          currency
        }
        isTrialing @include(if: $canBilling)
        isDelinquent
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
        lastEventAt
        lastActivityAt
        createdAt
      }
    }
  }
`);
