import type { RestResource } from '../rest-resource.ts';

export const enforcementExceptions: RestResource = {
  path: '/api/platform/enforcement/exceptions',
  summary: 'Entitlement exceptions',
  description:
    'Tenants that use more than their plan allows, and overrides in force; the largest share of the limit first.',
  kind: 'page',
  document: /* GraphQL */ `
    query ListEntitlementExceptions(
      $statuses: [EntitlementExceptionKind!]
        @parameter(name: "status", description: "Above the limit, or allowed more by an override in force.")
      $entitlements: [ID!] @parameter(name: "entitlement", description: "Any of these entitlements, by key.")
      $tenant: ID @parameter(description: "Of the tenant with this id.")
      $query: String @parameter(description: "Part of the tenant's name or slug, in any letter case.")
      $sort: EntitlementExceptionSortField! = RATIO @parameter(description: "By what they are sorted.")
      $direction: SortDirection! = DESC @parameter(description: "Which way they are sorted.")
      $first: Int = 50 @parameter(description: "How many at most.", minimum: 1, maximum: 100)
      $after: String @parameter(description: "Where the page starts: end_cursor of the page before.")
    ) {
      entitlementExceptions(
        filter: { kinds: $statuses, entitlementKeys: $entitlements, tenantId: $tenant, query: $query }
        sort: { field: $sort, direction: $direction }
        first: $first
        after: $after
      ) {
        data: nodes {
          id
          status: kind
          tenant {
            id
            slug
          }
          tenantName
          planName
          since
          usage {
            entitlement {
              key
              name
              unit
              period
            }
            used
            limit
            planLimit
            ratio
            override {
              limit
              reason
              grantedBy
              grantedAt
              expiresAt
            }
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
