import { redactSecrets } from '@intendant/kit/log';
import type { DeadLetter } from '../generated/resolvers.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';

export type DeadLetterRow = Omit<DeadLetter, 'payload'> & { payload: unknown };

/** The columns of a dead letter `l` as a `DeadLetterRow`. */
export const deadLetterColumns = `
  l.id::text, l.task as name, l.payload, l.attempts, l.error, ${instant('l.created_at')} as "createdAt",
  ${instant('l.failed_at')} as "failedAt"`;

/** A dead letter as it is shown: without secrets, and with an object for its payload, whatever that is. */
export function toDeadLetter({ payload, ...letter }: DeadLetterRow): DeadLetter {
  return { ...letter, payload: shownPayload(payload) };
}

/** What a job was to work on, as an object without secrets. */
export function shownPayload(payload: unknown): Record<string, unknown> {
  const shown = redactSecrets(payload);
  return typeof shown === 'object' && shown !== null && !Array.isArray(shown)
    ? Object.fromEntries(Object.entries(shown))
    : { value: shown };
}
