import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { UserError } from '@intendant/kit/errors';
import { TenantEntity, type Tenant } from './tenant.entity.ts';

const uuid = z.guid();

/** Whether `id` could name a tenant at all; PostgreSQL refuses the rest with an error. */
export function isTenantId(id: string): boolean {
  return uuid.safeParse(id).success;
}

/**
 * The tenant, locked until the transaction ends, so that changes to it queue up. Throws `UserError('NOT_FOUND')`
 * when it does not exist or is not visible to the caller.
 */
export async function loadTenantForChange(em: EntityManager, id: string): Promise<Tenant> {
  const tenant = isTenantId(id)
    ? await em.findOne(TenantEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
    : null;
  if (!tenant) {
    throw new UserError('NOT_FOUND', 'There is no such tenant.', ['input', 'id']);
  }
  return tenant;
}
