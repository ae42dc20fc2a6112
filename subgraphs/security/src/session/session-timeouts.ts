import type { SecurityContext } from '../context.ts';
import type { SessionTimeouts } from './session-expiry.ts';

/** The timeouts as an administrator set them. */
export async function sessionTimeouts(ctx: Pick<SecurityContext, 'settings'>): Promise<SessionTimeouts> {
  return {
    idleMinutes: await ctx.settings.get('security.session-idle-timeout-minutes'),
    absoluteHours: await ctx.settings.get('security.session-absolute-timeout-hours'),
  };
}
