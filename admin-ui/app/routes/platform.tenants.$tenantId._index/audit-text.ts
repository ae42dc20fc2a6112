const sentences: Record<string, string> = {
  'tenant.create': 'Created the tenant',
  'tenant.update': 'Changed the tenant',
  'tenant.suspend': 'Suspended the tenant',
  'tenant.reactivate': 'Reactivated the tenant',
  'tenant.remove': 'Removed the tenant',
  'subscription.change': 'Changed the plan',
  'subscription.change-plan': 'Changed the plan',
  'subscription.cancel': 'Canceled the subscription',
  'subscription.convert-trial': 'Converted the trial',
  'payment.record-failed': 'Recorded a failed payment',
  'payment.settle': 'Settled a payment',
  'api-key.create': 'Created an API key',
  'api-key.revoke': 'Revoked an API key',
  'membership.set': 'Changed a membership',
  'membership.remove': 'Removed a membership',
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
