import { graphql } from '#app/gql/gql.ts';

export const TenantSearchQuery = graphql(`
  query TenantSearch($query: String!) {
    tenantSummaries(filter: { query: $query }, sort: { field: NAME, direction: ASC }, first: 10) {
      nodes {
        name
        tenant {
          id
        }
      }
    }
  }
`);
