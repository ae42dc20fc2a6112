import { defineModule } from '@intendant/kit/subgraph/module';
import { loadTypeDefs } from '@intendant/kit/subgraph/type-defs';
import { billingCron, billingJobs } from './billing.jobs.ts';
import { createBillingLoaders } from './billing.loaders.ts';
import { billingMigrations } from './billing.migrations.ts';
import { billingResolvers } from './billing.resolvers.ts';
import { billingSettings } from './billing.settings.ts';
import type { BillingContext } from './context.ts';
import { EntitlementOverrideEntity } from './override/entitlement-override.entity.ts';
import { PaymentEntity } from './payment/payment.entity.ts';
import { PlanEntity } from './plan/plan.entity.ts';
import { PlanSubscriptionEntity } from './subscription/plan-subscription.entity.ts';
import { followTenant } from './subscription/subscription.consumers.ts';
import { recordMembers } from './usage/usage.consumers.ts';

/** Plans, what they grant, subscriptions to them, what is used, what is paid, and what that comes to. */
export const billingModule = defineModule<BillingContext>({
  name: 'billing',
  typeDefs: loadTypeDefs('billing'),
  resolvers: billingResolvers,
  entities: [PlanEntity, PlanSubscriptionEntity, PaymentEntity, EntitlementOverrideEntity],
  migrations: billingMigrations,
  loaders: createBillingLoaders,
  settings: billingSettings,
  jobs: billingJobs,
  cron: billingCron,
  consumers: [followTenant, recordMembers],
  // These are written and read in sets, by SQL.
  skipTables: [
    'tenant',
    'plan_entitlement',
    'tenant_usage',
    'entitlement_exception',
    'mrr_movement',
    'mrr_day',
  ],
});
