import type { DeadLetter } from '../generated/resolvers.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';
import { redactNullable } from './redact-text.ts';
import { shownExtent, shownPayload } from './shown-payload.ts';

export type DeadLetterRow = Omit<DeadLetter, 'payload'> & { payload: unknown };

/** The columns of a dead letter `l` as a `DeadLetterRow`. */
export const deadLetterColumns = `
  l.id::text, l.task as name, l.payload, l.attempts, l.error, ${instant('l.created_at')} as "createdAt",
  ${instant('l.failed_at')} as "failedAt"`;

/** A dead letter as it is shown: without secrets, and with an object for its payload, whatever that is. */
export function toDeadLetter({ payload, error, ...letter }: DeadLetterRow): DeadLetter {
  return { ...letter, payload: shownPayload(payload, shownExtent), error: redactNullable(error ?? null) };
}
