import { defineConsumer, type ConsumerDefinition } from '@intendant/kit/events/consumer';
import { latestEvent } from '@intendant/kit/events/latest-event';
import { notify } from '@intendant/kit/pubsub/notify';
import type { HealthContext } from '../context.ts';
import { healthChangedTopic } from '../live/health-changed.ts';
import { evaluateTenants, lockEvaluations } from '../risk/evaluate-tenants.ts';
import { projectSubscription, type SubscriptionState } from './project-subscription.ts';
import { projectTenant, type TenantState } from './project-tenant.ts';
import { removeTenant } from './remove-tenant.ts';

const tenantConsumer = defineConsumer<TenantState, HealthContext>({
  name: 'health:project-tenant',
  event: ['tenant.created', 'tenant.updated', 'tenant.suspended', 'tenant.reactivated', 'tenant.removed'],
  handle: async (ctx, event) => {
    if (event.type === 'tenant.removed') {
      await removeTenant(ctx.em, event.aggregateId, ctx.clock.now());
    } else {
      await projectTenant(ctx.em, event);
    }
    await notify(ctx.em, healthChangedTopic, { tenantIds: [event.aggregateId] });
  },
});

const subscriptionConsumer = defineConsumer<SubscriptionState, HealthContext>({
  name: 'health:project-subscription',
  event: 'subscription.changed',
  handle: async (ctx, event) => {
    await lockEvaluations(ctx.em);
    // Between aggregates there is no order: this may be the last word on a tenant that is gone.
    const tenant = await latestEvent(ctx.em, { aggregateType: 'tenant', aggregateId: event.data.tenantId });
    if (tenant?.type === 'tenant.removed') {
      return;
    }
    await projectSubscription(ctx.em, event);
    await evaluateTenants(ctx, ctx.em, [event.data.tenantId]);
    await notify(ctx.em, healthChangedTopic, { tenantIds: [event.data.tenantId] });
  },
});

export const tenantSummaryConsumers: readonly ConsumerDefinition[] = [tenantConsumer, subscriptionConsumer];
