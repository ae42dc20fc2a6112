/** How often signing in with one e-mail address failed in a row, and until when it is refused. */
export interface SignInThrottle {
  failures: number;
  lastFailureAt: Date;
  blockedUntil: Date | null;
}

const minuteMs = 60_000;
const freeFailures = 4;
const longestBlockMinutes = 15;
/** Failures this long ago no longer count. */
export const throttleMemoryMs = 60 * minuteMs;

/**
 * The state after one more failure. Four mistakes are free; the fifth costs a minute, and each further one twice as
 * long, up to a lock-out of 15 minutes. An hour without failures forgets them.
 */
export function throttleAfterFailure(previous: SignInThrottle | null, now: Date): SignInThrottle {
  const isForgotten =
    previous === null || now.getTime() - previous.lastFailureAt.getTime() >= throttleMemoryMs;
  const failures = (isForgotten ? 0 : previous.failures) + 1;
  const minutes =
    failures <= freeFailures
      ? 0
      : Math.min(longestBlockMinutes, 2 ** Math.min(failures - freeFailures - 1, 10));
  return {
    failures,
    lastFailureAt: now,
    blockedUntil: minutes === 0 ? null : new Date(now.getTime() + minutes * minuteMs),
  };
}

/** Whole minutes until signing in is possible again; 0 when it is possible now. */
export function blockedMinutes(throttle: { blockedUntil: Date | null } | null, now: Date): number {
  const blockedUntil = throttle?.blockedUntil;
  return blockedUntil ? Math.max(0, Math.ceil((blockedUntil.getTime() - now.getTime()) / minuteMs)) : 0;
}
