import { graphql } from '#app/gql/gql.ts';

export const SignInMutation = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      sessionToken
      expiresAt
      userErrors {
        message
        field
      }
    }
  }
`);
