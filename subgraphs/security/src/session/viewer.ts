import type { GrantablePermission } from '@intendant/kit/identity/permissions';
import { ApiKeyEntity } from '../api-key/api-key.entity.ts';
import type { SecurityContext } from '../context.ts';
import type { PlatformRole } from '../role/role-permissions.ts';
import { UserEntity } from '../user/user.entity.ts';
import { latestEnd } from './session-expiry.ts';
import { sessionTimeouts } from './session-timeouts.ts';
import { SessionEntity } from './session.entity.ts';

/** The caller of a request, as it may see itself. */
export interface Viewer {
  id: string;
  name: string;
  email: string | null;
  kind: 'USER' | 'API_KEY' | 'SERVICE';
  platformRole: PlatformRole | null;
  tenantId: string | null;
  permissions: string[];
  expiresAt: Date | null;
}

/** The caller of this request; null when nobody is signed in. What it may do is what the gateway resolved. */
export async function viewerOf(ctx: SecurityContext): Promise<Viewer | null> {
  const { caller } = ctx;
  if (caller.kind === 'anonymous') {
    return null;
  }
  const known = {
    id: caller.id,
    name: caller.name,
    tenantId: caller.tenantId,
    permissions: [...caller.permissions],
  };
  // Callers may always see themselves, also without a membership in the tenant they act in.
  const unfiltered = { filters: false, disableIdentityMap: true } as const;
  switch (caller.kind) {
    case 'service':
      return { ...known, kind: 'SERVICE', email: null, platformRole: null, expiresAt: null };
    case 'key': {
      const key = await ctx.em.findOne(ApiKeyEntity, { id: caller.id }, unfiltered);
      return {
        ...known,
        kind: 'API_KEY',
        email: null,
        platformRole: null,
        expiresAt: key?.expiresAt ?? null,
      };
    }
    case 'user': {
      const user = await ctx.em.findOne(UserEntity, { id: caller.id }, unfiltered);
      const session =
        caller.credentialId === null
          ? null
          : await ctx.em.findOne(SessionEntity, { id: caller.credentialId }, unfiltered);
      return {
        ...known,
        kind: 'USER',
        email: user?.email ?? null,
        platformRole: user?.platformRole ?? null,
        expiresAt: session && latestEnd(session, await sessionTimeouts(ctx)),
      };
    }
  }
}

/** How somebody who just signed in sees themselves. */
export function viewerAfterSignIn(
  user: { id: string; name: string; email: string; platformRole?: PlatformRole | null },
  access: { tenantId: string | null; permissions: readonly GrantablePermission[] } | null,
  expiresAt: Date,
): Viewer {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    kind: 'USER',
    platformRole: user.platformRole ?? null,
    tenantId: access?.tenantId ?? null,
    permissions: [...(access?.permissions ?? [])],
    expiresAt,
  };
}
