import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { DomainEvent } from '@intendant/kit/events/domain-event';
import { projectTenants, type TenantState } from './project-tenant.ts';

/**
 * Serialises the first and the last moment of a tenant in billing, when there is no row to lock: what is written for a
 * tenant while it is being removed would stay behind.
 */
export async function lockTenant(em: EntityManager, tenantId: string): Promise<void> {
  await lockLives(em, [tenantId]);
}

async function lockLives(em: EntityManager, tenantIds: readonly string[]): Promise<void> {
  await executeSql(
    em,
    `select pg_advisory_xact_lock(hashtextextended('subscription of ' || id, 0))
     from (select id from unnest(?::text[]) as named (id) order by id) as ordered`,
    [tenantIds],
  );
}

/**
 * Locks what billing knows of the tenants until the transaction ends, always in the same order: whatever changes their
 * usage, limits or overrides reads the others' last word. Returns those that exist.
 */
export async function lockTenants(em: EntityManager, tenantIds: readonly string[]): Promise<Set<string>> {
  const rows = await executeSql<{ id: string }>(
    em,
    'select id from tenant where id = any (?::uuid[]) order by id for no key update',
    [tenantIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * `lockTenants`, having looked up in the event log those that were announced and not delivered yet. Three statements
 * more when there are any, however many. Tenants that are gone, or never were, are left out.
 */
export async function lockOrCatchUpTenants(
  em: EntityManager,
  tenantIds: readonly string[],
): Promise<Set<string>> {
  const known = await lockTenants(em, tenantIds);
  const unknown = tenantIds.filter((id) => !known.has(id));
  if (unknown.length === 0) {
    return known;
  }
  await lockLives(em, unknown);
  const rows = await executeSql<{ event: DomainEvent<TenantState> | null }>(
    em,
    `select platform.latest_event('tenant', id, null) as event from unnest(?::text[]) as named (id)`,
    [unknown],
  );
  const events = rows.flatMap(({ event }) => (event && event.type !== 'tenant.removed' ? [event] : []));
  if (events.length > 0) {
    await projectTenants(em, events);
  }
  return new Set([...known, ...events.map(({ aggregateId }) => aggregateId)]);
}
