import { randomUUID } from 'node:crypto';
import type { SecurityContext } from '../context.ts';
import { SignInFailureEntity, type signInFailureReasons } from './sign-in-failure.entity.ts';

export type SignInFailureReason = (typeof signInFailureReasons)[number];

/** Records a refused sign-in, in a statement of its own: it stays although the sign-in itself throws. */
export async function recordSignInFailure(
  ctx: SecurityContext,
  failure: { email: string; userId: string | null; reason: SignInFailureReason },
): Promise<void> {
  await ctx.em.insert(SignInFailureEntity, {
    id: randomUUID(),
    occurredAt: ctx.clock.now(),
    requestId: ctx.requestId,
    ...failure,
  });
}
