import { authorise, requirePlatformCaller } from '@intendant/kit/identity/authorise';
import { changeStream } from '@intendant/kit/pubsub/change-stream';
import type { BillingContext } from '../context.ts';
import { listExceptions } from '../exception/list-exceptions.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { readRevenue } from '../revenue/read-revenue.ts';
import { delinquentTenants, expiringTrials } from '../revenue/short-lists.ts';
import { sectionTopics } from './billing-changed.ts';

export const liveResolvers = {
  Subscription: {
    revenueChanged: {
      subscribe: (_, __, ctx) => revenueChanges(ctx),
    },
  },
  // What is told after a change must know that change.
  RevenueChange: {
    revenue: (_, __, ctx) => readRevenue(ctx, 'current'),
    entitlementExceptions: (_, { first }, ctx) => listExceptions(ctx, { first }, 'current'),
    delinquentTenants: (_, { first }, ctx) => delinquentTenants(ctx, first),
    expiringTrials: (_, { first }, ctx) => expiringTrials(ctx, first),
  },
} satisfies Resolvers;

type RevenueEvent = { revenueChanged: { asOf: Date } };

function revenueChanges(ctx: BillingContext): AsyncIterableIterator<RevenueEvent> {
  authorise(ctx, 'billing:read');
  requirePlatformCaller(ctx);
  let told = '';
  return changeStream<RevenueEvent>({
    pubsub: ctx.pubsub,
    topics: sectionTopics,
    next: async (cause) => {
      if (cause !== 'change') {
        // Trials and overrides end, and payments fall due, without a message.
        const figures = withoutTime(await Promise.all([readRevenue(ctx), listExceptions(ctx, {})]));
        const isSame = figures === told;
        told = figures;
        if (cause === 'heartbeat' && isSame) {
          return null;
        }
      }
      return { value: { revenueChanged: { asOf: ctx.clock.now() } } };
    },
  });
}

/** Figures as text, to compare: when they were computed is no difference. */
function withoutTime(figures: unknown): string {
  return JSON.stringify(figures, (key, value: unknown) => (key === 'asOf' ? undefined : value));
}
