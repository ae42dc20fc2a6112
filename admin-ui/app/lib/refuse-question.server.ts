import type { Submission } from '@conform-to/react';
import { replyWithUserErrors } from './forms.ts';
import { refuseWithToast } from './toast.server.ts';

type CodedError = { code: string; message: string; field?: readonly string[] | null };

type Refused = {
  userErrors: readonly CodedError[];
  /** The fields of the question, beside which the API's word about them stands. */
  fields?: readonly string[];
  /** The page without the question. */
  backTo: string;
};

/**
 * Answers a question whose action the API refused. When somebody else was quicker, what was asked about is gone or no
 * longer in that state, and the page stops asking: the refusal is said as a toast, and the address no longer asks.
 * Everything else is said in the question, which stays.
 */
export function refuseQuestion<Schema, Value>(
  submission: Submission<Schema, string[], Value>,
  { userErrors, fields = [], backTo }: Refused,
) {
  const outdated = userErrors.find(({ code }) => code === 'INVALID_STATE' || code === 'NOT_FOUND');
  return outdated === undefined
    ? replyWithUserErrors(submission, userErrors, fields)
    : refuseWithToast(backTo, 'Nothing was changed', outdated.message);
}
