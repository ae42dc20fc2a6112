import { graphql } from '#app/gql/gql.ts';

export const OverviewTabQuery = graphql(`
  query TenantOverview($id: ID!, $canBilling: Boolean!, $canAudit: Boolean!) {
    tenant(id: $id) {
      id
      ...EntitlementsPart @include(if: $canBilling)
      auditEntries(first: 8) @include(if: $canAudit) {
        id
        at
        action
        callerName
        actorName
        after
      }
    }
  }
`);

export const FailuresTabQuery = graphql(`
  query TenantFailures(
    $id: ID!
    $window: TimeWindow!
    $workflow: String
    $errorCode: String
    $after: String
  ) {
    tenant(id: $id) {
      id
      health {
        failedExecutions(
          window: $window
          workflow: $workflow
          errorCode: $errorCode
          first: 25
          after: $after
        ) {
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            id
            source
            at
            workflow
            environment
            errorCode
            errorMessage
            durationMs
          }
        }
      }
    }
  }
`);

export const PeopleTabQuery = graphql(`
  query TenantPeople($id: ID!) {
    tenant(id: $id) {
      id
      memberships {
        id
        role
        createdAt
        user {
          id
          name
          email
          isDisabled
          lastSignedInAt
        }
      }
    }
    users(tenantId: $id, first: 1) {
      totalCount
    }
  }
`);

export const IncidentsTabQuery = graphql(`
  query TenantIncidents($id: ID!, $after: String) {
    incidents(filter: { tenantId: $id }, first: 25, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        number
        title
        severity
        status
        leadName
        openedAt
        resolvedAt
        updatedAt
      }
    }
  }
`);

export const ActivityTabQuery = graphql(`
  query TenantActivity($id: ID!, $after: String) {
    auditEntries(filter: { tenantId: $id }, first: 50, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        at
        action
        targetType
        targetName
        callerName
        actorName
        after
      }
    }
  }
`);
