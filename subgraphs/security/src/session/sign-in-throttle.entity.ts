import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql';

/** Failures in a row per e-mail address, whether or not it is somebody's: the rules are in sign-in-throttle.ts. */
export const SignInThrottleEntity = defineEntity({
  name: 'SignInThrottle',
  tableName: 'sign_in_throttle',
  properties: {
    email: p.text().primary(),
    failures: p.integer(),
    lastFailureAt: p.datetime(),
    blockedUntil: p.datetime().nullable(),
  },
});

export type SignInThrottle = InferEntity<typeof SignInThrottleEntity>;
