import type { RestResource } from '../rest-resource.ts';

export const tenantHealth: RestResource = {
  path: '/api/platform/tenants/{id}/health',
  summary: 'The health of one tenant',
  description: 'Whether the tenant is at risk, which clauses fired, and the evidence behind them.',
  kind: 'item',
  document: /* GraphQL */ `
    query GetTenantHealth(
      $id: ID! @parameter(description: "The tenant's id.")
      $range: TimeRange! = H24 @parameter(description: "Over which time executions are counted.")
    ) {
      tenant(id: $id) {
        id
        name
        slug
        status
        health {
          asOf
          lastEventAt
          lastActivityAt
          risk {
            isAtRisk
            state
            since
            clauses {
              kind
              value
              threshold
              currency
              count
              total
              evidence
              since
            }
          }
          executions(range: $range) {
            executions
            failures
            failureRate
            p50DurationMs
            p95DurationMs
            apiRequests
            apiErrors
            driftDetected
            credentialFailures
          }
          workflows(first: 10, range: $range) {
            workflow
            executions
            failures
            failureRate
            p95DurationMs
            failingSince
            errors {
              code
              message
              count
              lastAt
            }
          }
          drift(first: 10) {
            environment
            isDrifted
            detections7d
            lastDetectedAt
            resolvedAt
            summary
          }
          credentials(first: 10) {
            credential
            isFailing
            failures7d
            lastFailedAt
            recoveredAt
            errorMessage
          }
          resources {
            workflows
            environments
            storageBytes
            countedAt
          }
        }
      }
    }
  `,
};
