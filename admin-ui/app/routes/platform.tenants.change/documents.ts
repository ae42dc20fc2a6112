import { graphql } from '#app/gql/gql.ts';

export const TenantsToChangeQuery = graphql(`
  query TenantsToChange($filter: TenantSummaryFilter!, $canUsers: Boolean!, $canKeys: Boolean!) {
    tenantSummaries(filter: $filter, sort: { field: NAME, direction: ASC }, first: 100) {
      nodes {
        name
        slug
        status
        executions24h
        tenant {
          id
          status
          memberCount @include(if: $canUsers)
          signedInCount @include(if: $canUsers)
          activeApiKeyCount @include(if: $canKeys)
          health {
            executions(range: H24) {
              apiRequests
            }
          }
        }
      }
    }
  }
`);

export const SuspendTenantsMutation = graphql(`
  mutation SuspendTenants($input: SuspendTenantsInput!) {
    suspendTenants(input: $input) {
      tenants {
        id
      }
      unchanged
      userErrors {
        message
        field
      }
    }
  }
`);

export const ReactivateTenantsMutation = graphql(`
  mutation ReactivateTenants($input: ReactivateTenantsInput!) {
    reactivateTenants(input: $input) {
      tenants {
        id
      }
      unchanged
      userErrors {
        message
        field
      }
    }
  }
`);
