import type { Resolvers } from '../generated/resolvers.ts';
import { listExceptions, totalOf } from './list-exceptions.ts';

export const exceptionResolvers = {
  Query: {
    entitlementExceptions: (_, args, ctx) => listExceptions(ctx, args),
  },
  EntitlementExceptionConnection: {
    totalCount: (connection, _, ctx) => totalOf(ctx, connection),
  },
  EntitlementException: {
    // A tenant has one exception of an entitlement at most.
    id: ({ tenantId, usage }) => `${tenantId}:${usage.entitlementKey}`,
    tenant: ({ tenantId }) => ({ id: tenantId }),
  },
} satisfies Resolvers;
