import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { ingestEvents } from './ingest-events.ts';
import { toCloudEvent } from './to-cloud-event.ts';

export const ingestionResolvers: Resolvers = {
  Mutation: {
    ingestEvents: (_, { input }, ctx) =>
      toPayload(() => ingestEvents(ctx, input.events.map(toCloudEvent)), { accepted: 0, duplicates: 0 }),
  },
};
