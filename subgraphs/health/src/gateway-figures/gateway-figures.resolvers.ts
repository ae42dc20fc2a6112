import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { recordGatewayRequests } from './record-gateway-requests.ts';

export const gatewayFiguresResolvers: Resolvers = {
  Mutation: {
    recordGatewayRequests: (_, { input }, ctx) =>
      toPayload(async () => {
        await recordGatewayRequests(ctx, input);
        return {};
      }, {}),
  },
};
