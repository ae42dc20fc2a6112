import { graphql } from '#app/gql/gql.ts';

export const DeadLettersQuery = graphql(`
  query DeadLetters($name: String, $first: Int!, $after: String) {
    deadLetters(name: $name, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        payload
        attempts
        error
        createdAt
        failedAt
      }
    }
  }
`);

export const RetryDeadLettersMutation = graphql(`
  mutation RetryDeadLetters($input: RetryDeadLettersInput!) {
    retryDeadLetters(input: $input) {
      ids
      userErrors {
        message
        field
      }
    }
  }
`);

export const DiscardDeadLettersMutation = graphql(`
  mutation DiscardDeadLetters($input: DiscardDeadLettersInput!) {
    discardDeadLetters(input: $input) {
      ids
      userErrors {
        message
        field
      }
    }
  }
`);
