import { LockMode } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { SecurityContext } from '../context.ts';
import { blockedMinutes, throttleAfterFailure } from './sign-in-throttle.ts';
import { SignInFailureEntity } from './sign-in-failure.entity.ts';
import { SignInThrottleEntity } from './sign-in-throttle.entity.ts';

/**
 * Asks for one attempt at an e-mail address. Returns 0 when it may go ahead, else the minutes to wait. The attempt
 * counts as failed from here on, before the slow check of the password, so that guesses sent all at once cannot
 * overtake the count; success forgets it.
 */
export async function claimSignInAttempt(ctx: SecurityContext, email: string): Promise<number> {
  const now = ctx.clock.now();
  const failures = await ctx.em.count(SignInFailureEntity, {
    occurredAt: { $gt: new Date(now.getTime() - 60_000), $lte: now },
    reason: { $ne: 'THROTTLED' },
  });
  if (failures >= (await ctx.settings.get('security.sign-in-failures-per-minute'))) {
    return 1;
  }
  return ctx.em.transactional(
    async (em) => {
      await executeSql(
        em,
        'insert into sign_in_throttle (email, failures, last_failure_at) values (?, 0, ?) on conflict do nothing',
        [email, now],
      );
      const throttle = await em.findOneOrFail(
        SignInThrottleEntity,
        { email },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      const state = { ...throttle, blockedUntil: throttle.blockedUntil ?? null };
      const minutes = blockedMinutes(state, now);
      if (minutes === 0) {
        em.assign(throttle, throttleAfterFailure(state, now));
      }
      return minutes;
    },
    { clear: true },
  );
}
