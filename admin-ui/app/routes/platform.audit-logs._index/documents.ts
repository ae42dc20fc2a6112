import { graphql } from '#app/gql/gql.ts';

export const AuditLogQuery = graphql(`
  query AuditLog(
    $filter: AuditEntryFilter
    $first: Int!
    $after: String
    $canTenants: Boolean!
    $namedTenantId: ID!
    $namesTenant: Boolean!
    $callerId: ID
    $namesCaller: Boolean!
    $targetId: ID
    $namesTarget: Boolean!
  ) {
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
    tenant(id: $namedTenantId) @include(if: $namesTenant) {
      id
      name
    }
    byCaller: auditEntries(filter: { callerId: $callerId }, first: 1) @include(if: $namesCaller) {
      nodes {
        callerId
        callerName
      }
    }
    onTarget: auditEntries(filter: { targetId: $targetId }, first: 1) @include(if: $namesTarget) {
      nodes {
        targetId
        targetName
      }
    }
    auditVocabulary {
      actions
      targetTypes
    }
  }
`);
