import { defineModule } from '@intendant/kit/subgraph/module';
import { loadTypeDefs } from '@intendant/kit/subgraph/type-defs';
import { billingCron, billingJobs } from './billing.jobs.ts';
import { createBillingLoaders } from './billing.loaders.ts';
import { billingSettings } from './billing.settings.ts';
import type { BillingContext } from './context.ts';
import { Migration20261121090000_create_billing } from './migrations/Migration20261121090000_create_billing.ts';
import { Migration20261121090100_seed_plans } from './migrations/Migration20261121090100_seed_plans.ts';
import { PaymentEntity } from './payment/payment.entity.ts';
import { paymentResolvers } from './payment/payment.resolvers.ts';
import { PlanEntity } from './plan/plan.entity.ts';
import { planResolvers } from './plan/plan.resolvers.ts';
import { revenueResolvers } from './revenue/revenue.resolvers.ts';
import { PlanSubscriptionEntity } from './subscription/plan-subscription.entity.ts';
import { followTenant } from './subscription/subscription.consumers.ts';
import { subscriptionResolvers } from './subscription/subscription.resolvers.ts';
import { tenantResolvers } from './tenant/tenant.resolvers.ts';

export const billingModule = defineModule<BillingContext>({
  name: 'billing',
  typeDefs: loadTypeDefs('billing'),
  resolvers: {
    ...planResolvers,
    ...subscriptionResolvers,
    ...paymentResolvers,
    ...tenantResolvers,
    Query: { ...planResolvers.Query, ...revenueResolvers.Query },
    Mutation: { ...subscriptionResolvers.Mutation, ...paymentResolvers.Mutation },
  },
  entities: [PlanEntity, PlanSubscriptionEntity, PaymentEntity],
  migrations: [Migration20261121090000_create_billing, Migration20261121090100_seed_plans],
  loaders: createBillingLoaders,
  settings: billingSettings,
  jobs: billingJobs,
  cron: billingCron,
  consumers: [followTenant],
});
