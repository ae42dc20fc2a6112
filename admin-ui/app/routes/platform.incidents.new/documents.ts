import { graphql } from '#app/gql/gql.ts';

export const IncidentTenantsQuery = graphql(`
  query IncidentTenants($filter: TenantSummaryFilter) {
    tenantSummaries(filter: $filter, sort: { field: NAME, direction: ASC }, first: 100) {
      totalCount
      nodes {
        name
        slug
        riskState
        tenant {
          id
        }
      }
    }
  }
`);

export const OpenIncidentMutation = graphql(`
  mutation OpenIncident($input: OpenIncidentInput!) {
    openIncident(input: $input) {
      incident {
        id
        number
        title
      }
      userErrors {
        message
        field
      }
    }
  }
`);
