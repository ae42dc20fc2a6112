import { graphql } from '#app/gql/gql.ts';

export const CreateTenantMutation = graphql(`
  mutation CreateTenant($input: CreateTenantInput!) {
    createTenant(input: $input) {
      tenant {
        id
        name
        slug
      }
      userErrors {
        message
        field
      }
    }
  }
`);
