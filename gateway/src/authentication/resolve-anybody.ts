import type { ResolveCredential } from './caller-resolver.ts';

/** Identity `none`: whatever somebody shows is taken for good, and for the same nobody in particular. */
export const resolveAnybody: ResolveCredential = () =>
  Promise.resolve({
    caller: {
      kind: 'user',
      id: 'anybody',
      name: 'anybody',
      tenantId: null,
      permissions: [],
      actor: null,
      credentialId: null,
      eventsPerSecond: null,
    },
    expiresAt: null,
  });
