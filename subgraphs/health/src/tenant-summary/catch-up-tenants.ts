import { executeSql } from '@intendant/kit/database/execute-sql';
import type { DomainEvent } from '@intendant/kit/events/domain-event';
import type { HealthContext } from '../context.ts';
import { isTenantId } from './tenant-id.ts';
import { projectTenant, type TenantState } from './project-tenant.ts';
import { projectSubscription, type SubscriptionState } from './project-subscription.ts';

/**
 * Projects tenants, named by id or slug, whose events were published and not delivered yet, with their subscriptions.
 * Returns whether there was any. One statement finds them all.
 */
export async function catchUpTenants(ctx: HealthContext, references: readonly string[]): Promise<boolean> {
  const rows = await executeSql<{
    tenant: DomainEvent<TenantState> | null;
    subscription: DomainEvent<SubscriptionState> | null;
  }>(
    ctx.em,
    `select tenant, platform.latest_event('subscription', tenant->>'aggregateId', null) as subscription
     from (
       select platform.latest_event('tenant', reference, null) as tenant from unnest(?::text[]) as i (reference)
       union all
       select platform.latest_event('tenant', null, jsonb_build_object('slug', reference))
       from unnest(?::text[]) as s (reference)
     ) as found where tenant is not null`,
    [references.filter(isTenantId), references],
  );
  let hasFound = false;
  for (const { tenant, subscription } of rows) {
    if (tenant && tenant.type !== 'tenant.removed') {
      await projectTenant(ctx.em, tenant);
      if (subscription) {
        await projectSubscription(ctx.em, subscription);
      }
      hasFound = true;
    }
  }
  return hasFound;
}
