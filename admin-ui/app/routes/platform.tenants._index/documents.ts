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
        planName
        mrr {
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
        failureRate24h
        lastEventAt
      }
    }
    fleetHealth {
      total
      atRisk
      demo
    }
    plans @include(if: $canBilling) {
      key
      name
    }
  }
`);
