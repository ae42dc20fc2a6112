import { graphql } from '#app/gql/gql.ts';

export const TenantUsageExportQuery = graphql(`
  query TenantUsageExport($id: ID!, $window: TimeWindow!) {
    tenant(id: $id) {
      slug
      health {
        series(window: $window) {
          stepSeconds
          points {
            at
            executions
            failures
            p95DurationMs
          }
        }
      }
    }
  }
`);
