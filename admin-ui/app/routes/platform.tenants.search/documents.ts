import { graphql } from '#app/gql/gql.ts';

export const TenantSearchQuery = graphql(`
  query TenantSearch($query: String!) {
    tenants(query: $query, first: 10) {
      nodes {
        id
        name
      }
    }
  }
`);
