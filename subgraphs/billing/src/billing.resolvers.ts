import { entitlementResolvers } from './entitlement/entitlement.resolvers.ts';
import { exceptionResolvers } from './exception/exception.resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { liveResolvers } from './live/live.resolvers.ts';
import { overrideResolvers } from './override/override.resolvers.ts';
import { paymentResolvers } from './payment/payment.resolvers.ts';
import { planResolvers } from './plan/plan.resolvers.ts';
import { revenueResolvers } from './revenue/revenue.resolvers.ts';
import { subscriptionResolvers } from './subscription/subscription.resolvers.ts';
import { tenantResolvers } from './tenant/tenant.resolvers.ts';

/** The resolvers of all aggregates, put together. */
export const billingResolvers: Resolvers = {
  ...entitlementResolvers,
  ...exceptionResolvers,
  ...liveResolvers,
  ...overrideResolvers,
  ...paymentResolvers,
  ...planResolvers,
  ...revenueResolvers,
  ...subscriptionResolvers,
  ...tenantResolvers,
  Query: {
    ...entitlementResolvers.Query,
    ...exceptionResolvers.Query,
    ...overrideResolvers.Query,
    ...paymentResolvers.Query,
    ...planResolvers.Query,
    ...revenueResolvers.Query,
    ...subscriptionResolvers.Query,
  },
  Mutation: {
    ...overrideResolvers.Mutation,
    ...paymentResolvers.Mutation,
    ...subscriptionResolvers.Mutation,
  },
};
