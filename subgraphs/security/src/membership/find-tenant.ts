import { latestEvent } from '@intendant/kit/events/latest-event';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isId } from '../id.ts';
import { KnownTenantEntity } from './known-tenant.entity.ts';

/**
 * The tenant by id, as far as security knows it; null when there is none. A tenant whose first event is still on its
 * way is looked up in the event log.
 */
export async function findTenant(
  em: EntityManager,
  id: string,
): Promise<{ id: string; name: string } | null> {
  if (!isId(id)) {
    return null;
  }
  const known = await em.findOne(KnownTenantEntity, { id }, { disableIdentityMap: true });
  if (known) {
    return { id: known.id, name: known.name };
  }
  const event = await latestEvent<{ name: string }>(em, {
    aggregateType: 'tenant',
    aggregateId: id.toLowerCase(),
  });
  return event && event.type !== 'tenant.removed' ? { id: event.aggregateId, name: event.data.name } : null;
}
