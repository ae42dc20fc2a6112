import type { RestResource } from '../rest-resource.ts';

export const auditLogs: RestResource = {
  path: '/api/platform/audit-logs',
  summary: 'Who did what',
  description: 'Entries of the audit log, the latest first.',
  kind: 'page',
  document: /* GraphQL */ `
    query ListAuditEntries(
      $query: String
        @parameter(
          description: "Part of the caller's, the actor's or the target's name, or of the action, in any letter case."
        )
      $actions: [String!] @parameter(name: "action", description: "Any of these actions, exactly.")
      $actor: ID @parameter(description: "Done by the user, API key or service with this id.")
      $callerKinds: [CallerKind!]
        @parameter(name: "caller_kind", description: "Done by any of these kinds of callers.")
      $targetType: String @parameter(description: "Done to a thing of this type, for example Tenant.")
      $targetId: ID @parameter(description: "Done to the thing with this id.")
      $tenant: ID @parameter(description: "Concerning the tenant with this id.")
      $isByStaff: Boolean @parameter(name: "by_staff", description: "Done by platform staff, or not.")
      $isChange: Boolean
        @parameter(
          name: "is_change"
          description: "Only changes, or only what changes nothing: signing in and out."
        )
      $from: DateTime @parameter(description: "At this instant or later.")
      $to: DateTime @parameter(description: "Before this instant.")
      $first: Int = 50 @parameter(description: "How many at most.", minimum: 1, maximum: 100)
      $after: String @parameter(description: "Where the page starts: end_cursor of the page before.")
    ) {
      auditEntries(
        filter: {
          query: $query
          actions: $actions
          callerId: $actor
          callerKinds: $callerKinds
          targetType: $targetType
          targetId: $targetId
          tenantId: $tenant
          isByStaff: $isByStaff
          isChange: $isChange
          from: $from
          to: $to
        }
        first: $first
        after: $after
      ) {
        data: nodes {
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
          tenant {
            id
            name
            slug
          }
          requestId
          before
          after
        }
        page: pageInfo {
          hasNextPage
          endCursor
        }
        totalCount
      }
    }
  `,
};
