import { graphql } from '#app/gql/gql.ts';

export const PlatformAdminsQuery = graphql(`
  query PlatformAdmins($first: Int!, $after: String) {
    users(hasPlatformRole: true, first: $first, after: $after) {
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
      }
    }
  }
`);
