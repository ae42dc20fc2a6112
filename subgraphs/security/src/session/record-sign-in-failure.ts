import { randomUUID } from 'node:crypto';
import { notify } from '@intendant/kit/pubsub/notify';
import type { SecurityContext } from '../context.ts';
import { SignInFailureEntity, type signInFailureReasons } from './sign-in-failure.entity.ts';

export type SignInFailureReason = (typeof signInFailureReasons)[number];

/** Announced with every refused sign-in. */
export const signInRefusedTopic = 'sign-in-refused';

/** Records a refused sign-in, past the sign-in's own transaction: it stays although the sign-in itself throws. */
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
  await notify(ctx.em, signInRefusedTopic);
}
