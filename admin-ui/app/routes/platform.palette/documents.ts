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

/** For roles that may read tenants, but not how they fare. */
export const PaletteDirectoryQuery = graphql(`
  query PaletteDirectory($query: String!, $isSearch: Boolean!, $here: ID!, $hasHere: Boolean!) {
    found: tenants(query: $query, first: 6) @include(if: $isSearch) {
      nodes {
        id
        name
        slug
        status
      }
    }
    here: tenant(id: $here) @include(if: $hasHere) {
      id
      name
      slug
      status
    }
  }
`);
