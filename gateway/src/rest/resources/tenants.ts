import type { RestResource } from '../rest-resource.ts';

export const tenants: RestResource = {
  path: '/api/platform/tenants',
  summary: 'Find tenants',
  description:
    'Tenants by name, with their plan, state and risk; deleted ones only when asked for. What the caller may not read of them is null, and `problems` says so; a filter or an order by it is refused.',
  kind: 'page',
  document: /* GraphQL */ `
    query ListTenants(
      $query: String @parameter(description: "Part of the name, slug or id, in any letter case.")
      $statuses: [String!]
        @parameter(name: "status", description: "Any of these states.", enum: "TenantStatus")
      $plans: [String!] @parameter(name: "plan", description: "Any of these plans, by key.")
      $isAtRisk: Boolean @parameter(name: "at_risk", description: "At risk, or not.")
      $activity: TenantActivity
        @parameter(
          description: "When the latest execution or API request was: within a time, or longer ago than 30 days."
        )
      $isDelinquent: Boolean @parameter(name: "delinquent", description: "Delinquent, or not.")
      $clauses: [RiskClauseKind!]
        @parameter(name: "clause", description: "Any of these clauses of the at-risk rule fired.")
      $sort: TenantSummarySortField! = NAME @parameter(description: "By what the tenants are sorted.")
      $direction: SortDirection! = ASC @parameter(description: "Which way they are sorted.")
      $first: Int = 50 @parameter(description: "How many at most.", minimum: 1, maximum: 100)
      $after: String @parameter(description: "Where the page starts: end_cursor of the page before.")
    ) {
      tenantSummaries(
        filter: {
          query: $query
          statuses: $statuses
          planKeys: $plans
          isAtRisk: $isAtRisk
          isDelinquent: $isDelinquent
          activity: $activity
          riskClauses: $clauses
        }
        sort: { field: $sort, direction: $direction }
        first: $first
        after: $after
      ) {
        data: nodes {
          id: tenant @only {
            id
          }
          name
          slug
          status
          createdAt
          planKey @ifPermitted
          planName @ifPermitted
          mrr @ifPermitted {
            amountCents
            currency
          }
          isTrialing @ifPermitted
          isDelinquent
          isAtRisk
          atRiskSince
          riskState
          clauses {
            kind
            value
            threshold
            currency
            evidence
            since
          }
          executions24h
          failures24h
          failureRate24h
          executions7d
          driftedEnvironments7d
          driftDetections7d
          lastDriftAt
          failingCredentials7d
          credentialFailures7d
          lastCredentialFailureAt
          workflows
          environments
          rateLimited24h
          storageBytes
          lastEventAt
          lastActivityAt
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
