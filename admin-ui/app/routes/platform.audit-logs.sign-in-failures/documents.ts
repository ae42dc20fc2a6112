import { graphql } from '#app/gql/gql.ts';

export const SignInFailuresQuery = graphql(`
  query SignInFailures(
    $filter: SignInFailureFilter
    $first: Int!
    $after: String
    $canTenants: Boolean!
    $canUsers: Boolean!
    $namedTenantId: ID!
    $namesTenant: Boolean!
  ) {
    signInFailures(filter: $filter, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        at
        email
        reason
        user @include(if: $canUsers) {
          id
          name
        }
        tenants {
          id
          name @include(if: $canTenants)
        }
      }
    }
    tenant(id: $namedTenantId) @include(if: $namesTenant) {
      id
      name
    }
  }
`);
