import { defineEntity, p, type InferEntity } from '@mikro-orm/postgresql';

export const signInFailureReasons = [
  'UNKNOWN_EMAIL',
  'WRONG_PASSWORD',
  'DISABLED',
  'NO_ACCESS',
  'THROTTLED',
] as const;

/** One refused sign-in, with the reason the caller is not told: the evidence for signals of suspicious activity. */
export const SignInFailureEntity = defineEntity({
  name: 'SignInFailure',
  tableName: 'sign_in_failure',
  indexes: [
    { name: 'sign_in_failure_occurred_at', properties: ['occurredAt'] },
    { name: 'sign_in_failure_email', properties: ['email', 'occurredAt'] },
  ],
  properties: {
    id: p.uuid().primary(),
    occurredAt: p.datetime(),
    email: p.text(),
    // Kept without a foreign key: the evidence outlives the user.
    userId: p.uuid().nullable(),
    reason: p.enum([...signInFailureReasons]),
    requestId: p.text(),
  },
});

export type SignInFailure = InferEntity<typeof SignInFailureEntity>;
