import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { isId } from '../id.ts';
import { createApiKey } from './create-api-key.ts';
import { listApiKeys } from './list-api-keys.ts';
import { revokeApiKey } from './revoke-api-key.ts';

export const apiKeyResolvers: Resolvers = {
  Query: {
    apiKeys: (_, args, ctx) => listApiKeys(ctx, args),
  },
  Mutation: {
    createApiKey: (_, { input }, ctx) =>
      toPayload(() => createApiKey(ctx, input), { apiKey: null, secret: null }),
    revokeApiKey: (_, { input }, ctx) =>
      toPayload(async () => ({ apiKey: await revokeApiKey(ctx, input) }), { apiKey: null }),
  },
  ApiKey: {
    __resolveReference: ({ id }, ctx) => (isId(id) ? ctx.loaders.apiKeyById.load(id) : null),
    tenant: ({ tenantId }) => (tenantId ? { id: tenantId } : null),
  },
};
