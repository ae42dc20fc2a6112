import { graphql } from '#app/gql/gql.ts';

export const AuditLogQuery = graphql(`
  query AuditLog($filter: AuditEntryFilter, $first: Int!, $after: String, $canTenants: Boolean!) {
    auditEntries(filter: $filter, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        at
        action
        callerId
        callerKind
        callerName
        actorName
        targetType
        targetId
        targetName
        after
        tenant {
          id
          name @include(if: $canTenants)
        }
      }
    }
    auditVocabulary {
      actions
      targetTypes
    }
  }
`);
