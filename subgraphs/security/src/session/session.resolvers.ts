import { toPayload } from '@intendant/kit/to-payload';
import type { Resolvers } from '../generated/resolvers.ts';
import { resolveCredential } from './resolve-credential.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { membershipsOfViewer } from './viewer-memberships.ts';
import { viewerOf } from './viewer.ts';

export const sessionResolvers: Resolvers = {
  Query: {
    viewer: (_, _args, ctx) => viewerOf(ctx),
    resolveCredential: (_, { input }, ctx) => resolveCredential(ctx, input),
  },
  Mutation: {
    signIn: (_, { input }, ctx) =>
      toPayload(() => signIn(ctx, input), { sessionToken: null, expiresAt: null, viewer: null }),
    signOut: (_, _args, ctx) => toPayload(async () => ({ ended: await signOut(ctx) }), {}),
  },
  Viewer: {
    memberships: (viewer, _args, ctx) => membershipsOfViewer(ctx, viewer),
    tenant: ({ tenantId }) => (tenantId === null ? null : { id: tenantId }),
  },
};
