import { executeSql } from '@intendant/kit/database/execute-sql';
import type { SecurityContext } from '../context.ts';
import { sessionTimeouts } from './session-timeouts.ts';
import { throttleMemoryMs } from './sign-in-throttle.ts';

const dayMs = 86_400_000;
const failuresKeptMs = 90 * dayMs;

/** Removes sessions that are over, throttles that are forgotten, and recorded failures after 90 days. */
export async function removeExpiredSessions(ctx: SecurityContext): Promise<void> {
  const now = ctx.clock.now();
  const { idleMinutes, absoluteHours } = await sessionTimeouts(ctx);
  const before = (ms: number) => new Date(now.getTime() - ms);
  await executeSql(
    ctx.em,
    `delete from session
     where revoked_at is not null or expires_at <= ? or last_seen_at <= ? or created_at <= ?`,
    [now, before(idleMinutes * 60_000), before(absoluteHours * 3_600_000)],
  );
  await executeSql(ctx.em, 'delete from sign_in_throttle where last_failure_at <= ?', [
    before(throttleMemoryMs),
  ]);
  await executeSql(ctx.em, 'delete from sign_in_failure where occurred_at <= ?', [before(failuresKeptMs)]);
}
