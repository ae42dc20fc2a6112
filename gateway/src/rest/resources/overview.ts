import type { RestResource } from '../rest-resource.ts';

export const overview: RestResource = {
  path: '/api/platform/overview',
  summary: 'The platform at a glance',
  description:
    'Everything the platform dashboard shows first, in a shape that is kept stable. Each part is null when it cannot be given: `problems` then says why, with the same members as any problem.',
  kind: 'sections',
  document: /* GraphQL */ `
    query GetPlatformOverview {
      platform_health: platformHealth {
        api {
          errorRate1h
          errorRate24h
          p95LatencyMs1h
        }
        db: database {
          connections_used_pct: connectionsUsedRatio @percentage
          slowQueries1h
          lastBackupAt
        }
        jobs {
          name
          lastRunAt
          status: lastStatus
          failures24h
        }
        queue {
          depth
          oldest_job_age_sec: oldestJobAgeSeconds
          deadLetters24h
        }
      }
      tenants: fleetHealth {
        total
        active7d
        active30d
        atRisk
        withDrift7d
        withCredentialFailures7d
      }
      usage {
        executions24h
        executions7d
        apiRequests24h
        storage_db_bytes: storageDatabaseBytes
        storage_obj_bytes: storageObjectBytes
      }
      revenue {
        mrr_cents: mrr @only {
          amountCents
        }
        planDistribution @byName {
          plan @only {
            key
          }
          tenants
        }
        trials {
          started30d
          expiring7d
          converted30d
        }
        delinquent_orgs: delinquentTenants
        entitlementExceptions
      }
      security: securityActivity {
        impersonations_active: __typename
          @unavailable(
            because: "Always null: nobody can act as somebody else in this version of the product."
          )
        impersonations_24h: __typename
          @unavailable(
            because: "Always null: nobody can act as somebody else in this version of the product."
          )
        adminActions24h
      }
      ... @within(object: "top_lists") {
        tenants_by_fail_rate_24h: tenantRanking(by: FAILURE_RATE_24H, first: 10) {
          tenant_id: tenant @only {
            id
          }
          name
          slug
          fail_rate: value
          failures: count
          executions: total
        }
        tenants_by_executions_24h: tenantRanking(by: EXECUTIONS_24H, first: 10) {
          tenant_id: tenant @only {
            id
          }
          name
          slug
          executions: count
        }
        tenants_with_drift_7d: tenantRanking(by: DRIFT_7D, first: 10) {
          tenant_id: tenant @only {
            id
          }
          name
          slug
          drifted_environments: value
          detections: count
          last_detected_at: lastAt
        }
        tenants_with_credential_issues_7d: tenantRanking(by: CREDENTIAL_FAILURES_7D, first: 10) {
          tenant_id: tenant @only {
            id
          }
          name
          slug
          failing_credentials: value
          failures: count
          last_failed_at: lastAt
        }
        entitlement_exceptions: entitlementExceptions(first: 10) @only {
          nodes {
            id
            tenant_id: tenant @only {
              id
            }
            tenantName
            status: kind
            entitlement: usage @only {
              entitlement @only {
                key
              }
            }
            since
          }
        }
        recent_admin_activity: adminActions(first: 20) {
          id
          at
          actor: actedBy
          action
          targetType
          targetId
          targetName
        }
        open_incidents: openIncidents(first: 10) {
          id
          number
          title
          severity
          status
          tenant_ids: tenants @only {
            id
          }
          openedAt
          updatedAt
        }
      }
    }
  `,
};
