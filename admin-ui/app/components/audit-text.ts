/** Actions in the past tense. What is missing here keeps its own name, so that nothing is hidden. */
const sentences: Record<string, string> = {
  'tenant.create': 'Created the tenant',
  'tenant.update': 'Changed the tenant',
  'tenant.suspend': 'Suspended the tenant',
  'tenant.reactivate': 'Reactivated the tenant',
  'tenant.remove': 'Removed the tenant',
  'subscription.start': 'Started a subscription',
  'subscription.change-plan': 'Changed the plan',
  'subscription.convert-trial': 'Converted the trial',
  'subscription.expire-trial': 'The trial expired',
  'subscription.cancel': 'Canceled the subscription',
  'subscription.remove': 'Removed the subscription',
  'subscription.become-delinquent': 'Became delinquent',
  'payment.record-failure': 'Recorded a failed payment',
  'payment.settle': 'Settled a payment',
  'override.grant': 'Granted an override',
  'override.revoke': 'Revoked an override',
  'override.expire': 'An override expired',
  'incident.open': 'Opened an incident',
  'incident.update': 'Changed an incident',
  'incident.note': 'Wrote a note on an incident',
  'incident.resolve': 'Resolved an incident',
  'incident.reopen': 'Opened an incident again',
  'dead-letter.retry': 'Retried a dead letter',
  'dead-letter.discard': 'Discarded a dead letter',
  'setting.update': 'Changed a setting',
  'setting.reset': 'Reset a setting',
  'user.create': 'Created a user',
  'user.disable': 'Disabled a user',
  'user.enable': 'Enabled a user',
  'user.end-sessions': 'Ended the sessions of a user',
  'user.set-platform-role': 'Changed a platform role',
  'user.remove': 'Removed a user',
  'session.start': 'Signed in',
  'session.end': 'Signed out',
  'key.create': 'Created an API key',
  'key.revoke': 'Revoked an API key',
  'membership.create': 'Added a member',
  'membership.update': 'Changed the role of a member',
  'membership.remove': 'Removed a member',
};

/** An audit entry as a sentence in the past tense; an action this page does not know keeps its own name. */
export function describeAction({
  action,
  after,
}: {
  action: string;
  after?: Record<string, unknown> | null;
}): string {
  const sentence = sentences[action] ?? action;
  const reason = action === 'tenant.suspend' ? after?.['suspensionReason'] : undefined;
  return typeof reason === 'string' ? `${sentence}: ${reason}` : sentence;
}

const typeWords: Record<string, string> = {
  ApiKey: 'API key',
  EntitlementOverride: 'override',
  PlanSubscription: 'subscription',
  DeadLetter: 'dead letter',
};

/** What kind of thing an entry is about: `API key`, `tenant`. */
export function describeTargetType(type: string): string {
  return typeWords[type] ?? type.toLowerCase();
}
