import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { appendAudit } from '@intendant/kit/audit/append-audit';
import { UserError } from '@intendant/kit/errors';
import type { IdentifiedCaller } from '@intendant/kit/identity/caller';
import { parseInput } from '@intendant/kit/parse-input';
import { plainText } from '@intendant/kit/plain-text';
import type { SecurityContext } from '../context.ts';
import { MembershipEntity } from '../membership/membership.entity.ts';
import { UserEntity, type User } from '../user/user.entity.ts';
import { verifyPassword } from './password.ts';
import { recordSignInFailure, type SignInFailureReason } from './record-sign-in-failure.ts';
import { accessOfUser, type Access } from './resolve-access.ts';
import { sessionTimeouts } from './session-timeouts.ts';
import { generateSessionToken } from './session-token.ts';
import { SessionEntity } from './session.entity.ts';
import { claimSignInAttempt } from './claim-sign-in-attempt.ts';
import { SignInThrottleEntity } from './sign-in-throttle.entity.ts';
import { viewerAfterSignIn, type Viewer } from './viewer.ts';

const schema = z.object({
  // Not validated further: what is no address is nobody's, and is answered like any other wrong one.
  email: plainText.trim().toLowerCase().max(254),
  password: z.string().max(200),
});

export interface SignedIn {
  sessionToken: string;
  expiresAt: Date;
  viewer: Viewer;
}

/**
 * Starts a session for the right e-mail address and password. Whether an address is known shows neither in the answer
 * nor in the time it takes. Throws `UserError` `INVALID_CREDENTIALS` for a wrong or disabled account, `LIMIT_REACHED`
 * while too many failures lie behind (per address: after four in a row, 1 to 15 minutes; over all: a minute), and
 * `INVALID_STATE` for a person without any role. Every refusal is recorded with its reason, every success audited.
 */
export async function signIn(ctx: SecurityContext, input: z.input<typeof schema>): Promise<SignedIn> {
  const { email, password } = parseInput(schema, input);
  const waitMinutes = await claimSignInAttempt(ctx, email);
  if (waitMinutes > 0) {
    await recordSignInFailure(ctx, { email, userId: null, reason: 'THROTTLED' });
    const wait = waitMinutes === 1 ? 'a minute' : `${waitMinutes} minutes`;
    throw new UserError('LIMIT_REACHED', `Too many failed attempts; try again in ${wait}.`);
  }
  // Nobody is signed in yet, so there is no tenant to confine the look-up to.
  const user = await ctx.em.findOne(UserEntity, { email }, { filters: false, disableIdentityMap: true });
  const isRight = await verifyPassword(user?.passwordHash ?? null, password);
  if (!user || !isRight || user.isDisabled) {
    const reason: SignInFailureReason = !user ? 'UNKNOWN_EMAIL' : isRight ? 'DISABLED' : 'WRONG_PASSWORD';
    await recordSignInFailure(ctx, { email, userId: user?.id ?? null, reason });
    throw new UserError('INVALID_CREDENTIALS', 'The e-mail address or the password is wrong.');
  }
  const memberships = await ctx.em.find(
    MembershipEntity,
    { user: user.id },
    { filters: false, disableIdentityMap: true },
  );
  if (!user.platformRole && memberships.length === 0) {
    await recordSignInFailure(ctx, { email, userId: user.id, reason: 'NO_ACCESS' });
    throw new UserError('INVALID_STATE', 'Your account has no role yet; ask an administrator for access.');
  }
  return startSession(
    ctx,
    user,
    accessOfUser({ platformRole: user.platformRole ?? null, memberships }, null),
  );
}

async function startSession(ctx: SecurityContext, user: User, access: Access | null): Promise<SignedIn> {
  const now = ctx.clock.now();
  const { absoluteHours } = await sessionTimeouts(ctx);
  const expiresAt = new Date(now.getTime() + absoluteHours * 3_600_000);
  const { token, hash } = generateSessionToken();
  const session = { id: randomUUID(), tokenHash: hash, createdAt: now, lastSeenAt: now, expiresAt };
  const caller: IdentifiedCaller = {
    kind: 'user',
    id: user.id,
    name: user.name,
    tenantId: access?.tenantId ?? null,
    permissions: access?.permissions ?? [],
    actor: null,
    credentialId: session.id,
    eventsPerSecond: null,
  };
  await ctx.em.transactional(
    async (em) => {
      await em.insert(SessionEntity, { ...session, user: user.id, revokedAt: null });
      await em.nativeUpdate(UserEntity, { id: user.id }, { lastSignedInAt: now }, { filters: false });
      await em.nativeDelete(SignInThrottleEntity, { email: user.email });
      await appendAudit(
        em,
        { ...ctx, caller },
        {
          action: 'session.start',
          target: { type: 'User', id: user.id, name: user.name },
          tenantId: caller.tenantId,
        },
      );
    },
    { clear: true },
  );
  return { sessionToken: token, expiresAt, viewer: viewerAfterSignIn(user, access, expiresAt) };
}
