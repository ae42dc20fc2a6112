import { defineConsumer } from '@intendant/kit/events/consumer';
import type { BillingContext } from '../context.ts';
import { removeSubscription } from './remove-subscription.ts';
import { startSubscription } from './start-subscription.ts';

/**
 * A new tenant gets a free subscription, unless it was given one before the event came; a removed one leaves nothing
 * behind. One consumer for both, so that a late `tenant.created` cannot undo a removal.
 */
export const followTenant = defineConsumer<object, BillingContext>({
  name: 'billing:follow-tenant',
  event: ['tenant.created', 'tenant.removed'],
  async handle(ctx, { type, aggregateId }) {
    if (type === 'tenant.removed') {
      await removeSubscription(ctx, aggregateId);
    } else {
      await startSubscription(ctx.em, ctx, aggregateId);
    }
  },
});
