import { defineConsumer } from '@intendant/kit/events/consumer';
import type { BillingContext } from '../context.ts';
import { notifyBillingChanged } from '../live/billing-changed.ts';
import { projectTenants, type TenantState } from '../tenant/project-tenant.ts';
import { removeTenant } from '../tenant/remove-tenant.ts';
import { startSubscription } from './start-subscription.ts';

/**
 * A new tenant gets a free subscription, unless it was given one before the event came; its name is kept for lists; a
 * removed one leaves nothing behind. One consumer for all of it, so that a late event cannot undo a removal. Any event
 * of a tenant may be the first that arrives.
 */
export const followTenant = defineConsumer<TenantState, BillingContext>({
  name: 'billing:follow-tenant',
  event: ['tenant.created', 'tenant.updated', 'tenant.suspended', 'tenant.reactivated', 'tenant.removed'],
  async handle(ctx, event) {
    if (event.type === 'tenant.removed') {
      await removeTenant(ctx, event.aggregateId);
      return;
    }
    if (await startSubscription(ctx.em, ctx, event.aggregateId)) {
      await projectTenants(ctx.em, [event]);
    }
    await notifyBillingChanged(ctx.em);
  },
});
