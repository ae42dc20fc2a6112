import type { Resolvers } from '../generated/resolvers.ts';
import { adminActions } from './admin-actions.ts';
import { keyCreationSignals } from './key-creation-signals.ts';
import { listSignInFailures } from './list-sign-in-failures.ts';
import { securityActivityChanges } from './security-activity-changes.ts';
import { securityActivity } from './security-activity.ts';
import { signInFailureSignals } from './sign-in-failure-signals.ts';

const tenantOf = ({ tenantId }: { tenantId: string | null }) => (tenantId === null ? null : { id: tenantId });

export const signalResolvers: Resolvers = {
  Query: {
    securityActivity: (_, _args, ctx) => securityActivity(ctx),
    adminActions: (_, { first }, ctx) => adminActions(ctx, first),
    signInFailureSignals: (_, { first }, ctx) => signInFailureSignals(ctx, first),
    keyCreationSignals: (_, { first }, ctx) => keyCreationSignals(ctx, first),
    signInFailures: (_, args, ctx) => listSignInFailures(ctx, args),
  },
  Subscription: {
    securityActivityChanged: { subscribe: (_, _args, ctx) => securityActivityChanges(ctx) },
  },
  SignInFailure: {
    // Who mistakes the field types the password here.
    email: ({ email }) => (email.includes('@') ? email : null),
    user: ({ userId }, _args, ctx) => (userId === null ? null : ctx.loaders.userById.load(userId)),
    tenants: ({ tenantIds }) => tenantIds.map((id) => ({ id })),
  },
  SignInFailureSignal: { tenant: tenantOf },
  KeyCreationSignal: { tenant: tenantOf },
  // What is told after a change must know that change.
  SecurityActivityChange: {
    securityActivity: (_, _args, ctx) => securityActivity(ctx, 'current'),
    adminActions: (_, { first }, ctx) => adminActions(ctx, first, 'current'),
    signInFailureSignals: (_, { first }, ctx) => signInFailureSignals(ctx, first, 'current'),
    keyCreationSignals: (_, { first }, ctx) => keyCreationSignals(ctx, first, 'current'),
  },
};
