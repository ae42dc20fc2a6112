import { graphql } from '#app/gql/gql.ts';

export const UserListQuery = graphql(`
  query UserList(
    $query: String
    $hasPlatformRole: Boolean
    $isDisabled: Boolean
    $tenantId: ID
    $sort: UserSort
    $first: Int!
    $after: String
    $namedTenantId: ID!
    $namesTenant: Boolean!
  ) {
    users(
      query: $query
      hasPlatformRole: $hasPlatformRole
      isDisabled: $isDisabled
      tenantId: $tenantId
      sort: $sort
      first: $first
      after: $after
    ) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        email
        platformRole
        isDisabled
        openSessions
        lastSignedInAt
        memberships {
          role
          tenant {
            id
            name
          }
        }
      }
    }
    tenant(id: $namedTenantId) @include(if: $namesTenant) {
      id
      name
    }
  }
`);
