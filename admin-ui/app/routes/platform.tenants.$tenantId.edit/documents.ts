import { graphql } from '#app/gql/gql.ts';

export const TenantToEditQuery = graphql(`
  query TenantToEdit($id: ID!) {
    tenant(id: $id) {
      id
      name
      slug
      contactEmail
    }
  }
`);

export const UpdateTenantMutation = graphql(`
  mutation UpdateTenant($input: UpdateTenantInput!) {
    updateTenant(input: $input) {
      tenant {
        id
        name
      }
      userErrors {
        message
        field
      }
    }
  }
`);
