import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import { catchUpTenants } from '../tenant-summary/catch-up-tenants.ts';
import { isTenantId } from '../tenant-summary/tenant-id.ts';
import type { EventError } from './event-error.ts';
import type { ParsedEvent } from './parse-events.ts';

/**
 * The tenant of each event by its index. A tenant's own caller may name no other; to it, and to everybody, another's
 * tenant and one that does not exist look the same. Adds an error for each event without a tenant to `errors`.
 */
export async function resolveTenants(
  ctx: HealthContext,
  ownTenantId: string | null,
  events: readonly ParsedEvent[],
  errors: EventError[],
): Promise<Map<number, string>> {
  const references = new Set<string>();
  for (const { subject } of events) {
    const reference = ownTenantId ?? subject;
    if (reference !== null) {
      references.add(reference);
    }
  }
  const known = await findTenants(ctx, [...references]);

  const tenantIds = new Map<number, string>();
  for (const { index, id, subject } of events) {
    const reference = subject ?? ownTenantId;
    const tenantId = reference === null ? undefined : known.get(reference);
    if (tenantId !== undefined && (ownTenantId === null || tenantId === ownTenantId)) {
      tenantIds.set(index, tenantId);
    } else if (reference === null) {
      errors.push({ index, id, field: 'subject', code: 'MISSING_FIELD', message: 'subject is missing.' });
    } else {
      errors.push({
        index,
        id,
        field: 'subject',
        code: 'UNKNOWN_TENANT',
        message: 'subject names no tenant you may write to.',
      });
    }
  }
  return tenantIds;
}

/** Tenants by id and by slug; those not heard of yet are looked up among the events published so far. */
async function findTenants(ctx: HealthContext, references: readonly string[]): Promise<Map<string, string>> {
  const known = await readTenants(ctx, references);
  const missing = references.filter((reference) => !known.has(reference));
  if (missing.length === 0 || !(await catchUpTenants(ctx, missing))) {
    return known;
  }
  return readTenants(ctx, references);
}

async function readTenants(ctx: HealthContext, references: readonly string[]): Promise<Map<string, string>> {
  const rows = await executeSql<{ tenant_id: string; slug: string }>(
    ctx.em,
    `select tenant_id, slug from tenant_summary where name is not null and tenant_id = any (?::uuid[])
     union all
     select tenant_id, slug from tenant_summary where name is not null and slug = any (?::text[])`,
    [references.filter(isTenantId), references],
  );
  // Ids last, so that no slug can pass for another tenant's id.
  return new Map([
    ...rows.map(({ slug, tenant_id }) => [slug, tenant_id] as const),
    ...rows.map(({ tenant_id }) => [tenant_id, tenant_id] as const),
  ]);
}
