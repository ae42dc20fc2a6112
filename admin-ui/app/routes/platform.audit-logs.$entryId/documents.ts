import { graphql } from '#app/gql/gql.ts';

export const AuditEntryQuery = graphql(`
  query AuditEntry($id: ID!, $canTenants: Boolean!) {
    auditEntry(id: $id) {
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
      before
      after
      requestId
      tenant {
        id
        name @include(if: $canTenants)
      }
    }
  }
`);
