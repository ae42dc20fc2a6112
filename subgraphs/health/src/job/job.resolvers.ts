import { toPayload } from '@intendant/kit/to-payload';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { deadLetters } from './dead-letters.ts';
import { discardDeadLetters } from './discard-dead-letters.ts';
import { jobRuns } from './job-runs.ts';
import { retryDeadLetters } from './retry-dead-letters.ts';

export const jobResolvers: Resolvers = {
  Query: {
    jobRuns: (_, args, ctx) => jobRuns(ctx, args),
    deadLetters: (_, args, ctx) => deadLetters(ctx, args),
  },
  Mutation: {
    retryDeadLetters: (_, { input }, ctx) =>
      toPayload(async () => ({ ids: await retryDeadLetters(ctx, input) }), { ids: null }),
    discardDeadLetters: (_, { input }, ctx) =>
      toPayload(async () => ({ ids: await discardDeadLetters(ctx, input) }), { ids: null }),
  },
  DeadLetter: {
    __resolveReference: ({ id }, ctx) => {
      authoriseFleet(ctx);
      return ctx.loaders.deadLetter.load(id);
    },
  },
};
