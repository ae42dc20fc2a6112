import type { RestResource } from '../rest-resource.ts';

export const incidents: RestResource = {
  path: '/api/platform/incidents',
  summary: 'Incidents',
  description: 'What is worked on, and what was; the most recently changed first unless sorted otherwise.',
  kind: 'page',
  document: /* GraphQL */ `
    query ListIncidents(
      $isOpen: Boolean @parameter(name: "open", description: "Open (not resolved), or not.")
      $statuses: [IncidentStatus!] @parameter(name: "status", description: "Any of these states.")
      $severities: [IncidentSeverity!] @parameter(name: "severity", description: "Any of these severities.")
      $isUnassigned: Boolean @parameter(name: "unassigned", description: "Led by nobody, or by somebody.")
      $lead: ID @parameter(description: "Led by the user with this id.")
      $tenant: ID @parameter(description: "Concerning the tenant with this id.")
      $query: String @parameter(description: "Part of the title, or the number.")
      $sort: IncidentSortField! = UPDATED_AT @parameter(description: "By what they are sorted.")
      $direction: SortDirection! = DESC @parameter(description: "Which way they are sorted.")
      $first: Int = 50 @parameter(description: "How many at most.", minimum: 1, maximum: 50)
      $after: String @parameter(description: "Where the page starts: end_cursor of the page before.")
    ) {
      incidents(
        filter: {
          isOpen: $isOpen
          statuses: $statuses
          severities: $severities
          isUnassigned: $isUnassigned
          leadId: $lead
          tenantId: $tenant
          query: $query
        }
        sort: { field: $sort, direction: $direction }
        first: $first
        after: $after
      ) {
        data: nodes {
          id
          number
          title
          severity
          status
          leadName
          openedBy
          openedAt
          updatedAt
          resolvedAt
          tenantCount
          tenants {
            id
            name
            slug
          }
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
