import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';

/** Every table with rows of a tenant; the raw events come last, being the most. */
const tenantTables = [
  'tenant_summary',
  'tenant_minute',
  'tenant_hour',
  'tenant_day',
  'workflow_hour',
  'workflow_day',
  'error_hour',
  'meter_hour',
  'drift_minute',
  'credential_minute',
  'environment_state',
  'credential_state',
  'tenant_resources',
  'incident_tenant',
  'gateway_minute',
  'rate_limit_minute',
  'event',
] as const;

/** Deletes all of a tenant's rows, takes its figures out of the fleet's, and remembers that it is gone. */
export async function removeTenant(em: EntityManager, tenantId: string, now: Date): Promise<void> {
  await deleteTenantRows(em, tenantId);
  await executeSql(
    em,
    `insert into removed_tenant (tenant_id, removed_at) values (?::uuid, ?)
     on conflict (tenant_id) do update set removed_at = excluded.removed_at`,
    [tenantId, now],
  );
}

/** Deletes every row of a tenant, with the keys of its events, so that the same events could be sent again. */
export async function deleteTenantRows(em: EntityManager, tenantId: string): Promise<void> {
  for (const step of ['minute', 'hour']) {
    await executeSql(
      em,
      `insert into fleet_${step} as f (starts_at, shard, executions, failures, api_requests, api_errors, durations)
       select starts_at, 0, -executions, -failures, -api_requests, -api_errors, -durations
       from tenant_${step} where tenant_id = ?::uuid and executions + api_requests > 0
       order by starts_at
       on conflict (starts_at, shard) do update set
         executions = f.executions + excluded.executions, failures = f.failures + excluded.failures,
         api_requests = f.api_requests + excluded.api_requests, api_errors = f.api_errors + excluded.api_errors,
         durations = f.durations + excluded.durations`,
      [tenantId],
    );
  }
  await executeSql(
    em,
    `delete from event_key k using event e
     where e.tenant_id = ?::uuid and k.source = e.source and k.id = e.id`,
    [tenantId],
  );
  for (const table of tenantTables) {
    await executeSql(em, `delete from ${table} where tenant_id = ?::uuid`, [tenantId]);
  }
}
