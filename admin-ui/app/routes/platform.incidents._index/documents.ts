import { graphql } from '#app/gql/gql.ts';

export const IncidentListQuery = graphql(`
  query IncidentList(
    $filter: IncidentFilter
    $sort: IncidentSort
    $first: Int!
    $after: String
    $canTenants: Boolean!
    $tenantId: ID!
    $hasTenant: Boolean!
  ) {
    incidents(filter: $filter, sort: $sort, first: $first, after: $after) {
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
        tenantCount
        tenants @include(if: $canTenants) {
          id
          name
        }
        leadName
        openedAt
        updatedAt
        resolvedAt
      }
    }
    incidentFigures {
      open
      critical
      unassigned
      resolved7d
      asOf
      assessment {
        state
        warnAt
      }
    }
    tenant(id: $tenantId) @include(if: $hasTenant) {
      id
      name
    }
  }
`);

export const IncidentListChangedSubscription = graphql(`
  subscription IncidentListChanged {
    incidentChanged {
      incident {
        id
        number
        title
        severity
        status
        version
      }
      figures {
        open
        critical
        unassigned
        resolved7d
        asOf
      }
    }
  }
`);
