import { graphql } from '#app/gql/gql.ts';

export const CreateUserMutation = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      user {
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

export const GiveFirstRoleMutation = graphql(`
  mutation GiveFirstRole($input: SetPlatformRoleInput!) {
    setPlatformRole(input: $input) {
      user {
        id
      }
      userErrors {
        message
      }
    }
  }
`);
