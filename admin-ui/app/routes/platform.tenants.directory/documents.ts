import { graphql } from '#app/gql/gql.ts';

export const TenantDirectoryQuery = graphql(`
  query TenantDirectory(
    $query: String
    $statuses: [TenantStatus!]
    $first: Int!
    $after: String
    $canBilling: Boolean!
  ) {
    tenants(query: $query, statuses: $statuses, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        slug
        status
        createdAt
        isDelinquent @include(if: $canBilling)
        subscription @include(if: $canBilling) {
          status
          plan {
            name
          }
          mrr {
            amountCents
            currency
          }
        }
      }
    }
  }
`);
