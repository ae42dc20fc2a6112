import { graphql } from '#app/gql/gql.ts';

export const PaletteQuery = graphql(`
  query Palette($filter: TenantSummaryFilter!, $here: ID!, $hasHere: Boolean!) {
    found: tenantSummaries(filter: $filter, sort: { field: RISK, direction: DESC }, first: 6) {
      nodes {
        name
        slug
        status
        riskState
        tenant {
          id
        }
      }
    }
    here: tenantSummaries(filter: { ids: [$here] }, first: 1) @include(if: $hasHere) {
      nodes {
        name
        slug
        status
        riskState
        tenant {
          id
        }
      }
    }
  }
`);
