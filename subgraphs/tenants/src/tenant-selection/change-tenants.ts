import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { UserError, type UserErrorEntry } from '@intendant/kit/errors';
import type { TenantsContext } from '../context.ts';
import { isTenantId } from '../tenant/load-tenant.ts';
import { recordTenantChanges, tenantAuditState, type TenantChange } from '../tenant/record-tenant-change.ts';
import { TenantEntity, type Tenant } from '../tenant/tenant.entity.ts';
import { RefusedTenantsError } from './refused-tenants-error.ts';

const size = 'Choose 1 to 100 tenants.';

export const tenantIdsSchema = z.array(z.string()).min(1, size).max(100, size);

/** What became of a selection: those that were changed, in its order, and how many needed no change. */
export interface ChangedTenants {
  tenants: Tenant[];
  unchanged: number;
}

interface SelectionChange extends Pick<TenantChange, 'event' | 'action'> {
  isDone: (tenant: Tenant) => boolean;
  /** Throws `UserError` for a tenant that cannot be changed. */
  apply: (tenant: Tenant) => void;
}

/**
 * Changes all tenants of a selection in one transaction, each audited and published, or none of them. Those that are as
 * wanted already stay untouched, so that a repetition changes nothing; a tenant named twice counts once. Throws
 * `UserError` with one entry for every tenant that cannot be changed, `NOT_FOUND` or what `apply` throws, on its place in
 * `ids`. Reads and writes with two statements; each changed tenant adds its audit entry and its event.
 */
export async function changeTenants(
  ctx: TenantsContext,
  ids: readonly string[],
  { isDone, apply, event, action }: SelectionChange,
): Promise<ChangedTenants> {
  return ctx.em.transactional(
    async (em) => {
      const selection = await loadSelection(em, ids);
      const changes: TenantChange[] = [];
      const refusals: UserErrorEntry[] = [];
      for (const { place, tenant } of selection) {
        if (tenant === null) {
          refusals.push(refusal(place, new UserError('NOT_FOUND', 'There is no such tenant.')));
        } else if (!isDone(tenant)) {
          const before = tenantAuditState(tenant);
          try {
            apply(tenant);
            changes.push({ event, action, tenant, before });
          } catch (error) {
            refusals.push(refusal(place, error));
          }
        }
      }
      const [first, ...others] = refusals;
      if (first) {
        throw new RefusedTenantsError(first, others);
      }
      await recordTenantChanges(em, ctx, changes);
      return {
        tenants: changes.map(({ tenant }) => tenant),
        unchanged: selection.length - changes.length,
      };
    },
    { clear: true },
  );
}

/**
 * Each tenant once, with the place where it is named first. Locked in the order of their identifiers, as every selection
 * locks: two that overlap wait for each other and never in a circle.
 */
async function loadSelection(
  em: EntityManager,
  ids: readonly string[],
): Promise<{ place: number; tenant: Tenant | null }[]> {
  const places = new Map<string, number>();
  ids.forEach((id, place) => {
    const key = id.toLowerCase();
    places.set(key, places.get(key) ?? place);
  });
  const found = await em.find(
    TenantEntity,
    { id: { $in: [...places.keys()].filter(isTenantId) } },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const byId = new Map(found.map((tenant) => [tenant.id, tenant]));
  return [...places].map(([id, place]) => ({ place, tenant: byId.get(id) ?? null }));
}

/** The entry for the tenant at a place of `ids`. Throws anew what is not the caller's to mend. */
function refusal(place: number, error: unknown): UserErrorEntry {
  if (!(error instanceof UserError)) {
    throw error;
  }
  return { code: error.code, message: error.message, field: ['input', 'ids', String(place)] };
}
