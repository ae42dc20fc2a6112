import type { Resolvers } from '../generated/resolvers.ts';
import { rateLimitBreaches } from './rate-limit-breaches.ts';

export const rateLimitResolvers: Resolvers = {
  Query: {
    rateLimitBreaches: (_, { first }, ctx) => rateLimitBreaches(ctx, first),
  },
  RateLimitBreach: {
    tenant: ({ tenantId }) => ({ id: tenantId }),
    apiKey: ({ isApiKey, callerId }) => (isApiKey ? { id: callerId } : null),
  },
};
