import { graphql } from '#app/gql/gql.ts';

export const AuditExportQuery = graphql(`
  query AuditExport($filter: AuditEntryFilter, $after: String, $canTenants: Boolean!) {
    auditEntries(filter: $filter, first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        at
        action
        callerKind
        callerId
        callerName
        actorName
        targetType
        targetId
        targetName
        before
        after
        requestId
        tenant {
          id
          name @include(if: $canTenants)
        }
      }
    }
  }
`);
