import { graphql } from '#app/gql/gql.ts';

export const JobRunsQuery = graphql(`
  query JobRuns($name: String, $first: Int!, $after: String) {
    jobRuns(name: $name, first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        startedAt
        durationMs
        attempt
        status
        error
      }
    }
    platformHealth {
      jobs {
        name
      }
    }
  }
`);
