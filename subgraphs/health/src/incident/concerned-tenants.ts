import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { InvalidInputError } from '@intendant/kit/errors';
import type { HealthContext } from '../context.ts';
import { catchUpTenants } from '../tenant-summary/catch-up-tenants.ts';
import { isTenantId } from '../tenant-summary/tenant-id.ts';

/** A tenant an incident concerns. */
export interface ConcernedTenant {
  id: string;
  name: string;
}

/**
 * The tenants of these ids, by name, each once; those not heard of yet are looked up among the events published so
 * far. Throws `InvalidInputError` that names the position of each unknown one.
 */
export async function findTenants(ctx: HealthContext, ids: readonly string[]): Promise<ConcernedTenant[]> {
  const wanted = ids.map((id) => id.toLowerCase());
  const candidates = [...new Set(wanted.filter(isTenantId))];
  let known = await readTenants(ctx.em, candidates);
  const missing = candidates.filter((id) => !known.some((tenant) => tenant.id === id));
  if (missing.length > 0 && (await catchUpTenants(ctx, missing))) {
    known = await readTenants(ctx.em, candidates);
  }
  const unknown = wanted.flatMap((id, index) => (known.some((tenant) => tenant.id === id) ? [] : [index]));
  if (unknown.length > 0) {
    throw new InvalidInputError(
      unknown.map((index) => ({
        code: 'BAD_INPUT',
        message: 'There is no such tenant.',
        field: ['input', 'tenantIds', String(index)],
      })),
    );
  }
  return known;
}

function readTenants(em: EntityManager, ids: readonly string[]): Promise<ConcernedTenant[]> {
  return executeSql<ConcernedTenant>(
    em,
    `select tenant_id as id, name from tenant_summary where name is not null and tenant_id = any (?::uuid[])
     order by lower(name) collate "C", tenant_id`,
    [ids],
  );
}

/** The tenants each of the incidents concerns, by name, in one statement at most. */
export async function readTenantsOfIncidents(
  em: EntityManager,
  incidentIds: readonly string[],
): Promise<Map<string, ConcernedTenant[]>> {
  if (incidentIds.length === 0) {
    return new Map();
  }
  const rows = await executeSql<ConcernedTenant & { incidentId: string }>(
    em,
    `select i.incident_id as "incidentId", s.tenant_id as id, s.name
     from incident_tenant i join tenant_summary s using (tenant_id)
     where i.incident_id = any (?::uuid[]) and s.name is not null
     order by lower(s.name) collate "C", s.tenant_id`,
    [incidentIds],
  );
  const tenants = new Map<string, ConcernedTenant[]>(incidentIds.map((id) => [id, []]));
  for (const { incidentId, ...tenant } of rows) {
    tenants.get(incidentId)?.push(tenant);
  }
  return tenants;
}

/** Makes these the tenants an incident concerns, and no others. */
export async function replaceTenants(
  em: EntityManager,
  incidentId: string,
  tenants: readonly ConcernedTenant[],
): Promise<void> {
  const ids = tenants.map(({ id }) => id);
  await executeSql(
    em,
    'delete from incident_tenant where incident_id = ?::uuid and tenant_id <> all (?::uuid[])',
    [incidentId, ids],
  );
  await executeSql(
    em,
    `insert into incident_tenant (incident_id, tenant_id) select ?::uuid, id from unnest(?::uuid[]) as t (id)
     on conflict do nothing`,
    [incidentId, ids],
  );
}

/** Names in one line, as the timeline tells them; null for none. */
export function namesOf(tenants: readonly ConcernedTenant[]): string | null {
  return tenants.length === 0 ? null : tenants.map(({ name }) => name).join(', ');
}
