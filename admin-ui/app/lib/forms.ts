import type { Submission, SubmissionResult } from '@conform-to/react';
import { useNavigation } from '@remix-run/react';

type UserError = { message: string; field?: readonly string[] | null };

/** Puts what the API refused beside the field it names; the rest goes on top of the form. */
export function replyWithUserErrors<Schema, Value>(
  submission: Submission<Schema, string[], Value>,
  userErrors: readonly UserError[],
  fields: readonly string[],
  hideFields: string[] = [],
) {
  const fieldErrors: Record<string, string[]> = {};
  const formErrors: string[] = [];
  for (const { message, field } of userErrors) {
    // The API names the whole path into the input; the form knows its last part.
    const name = field?.at(-1);
    if (name !== undefined && fields.includes(name)) (fieldErrors[name] ??= []).push(message);
    else formErrors.push(message);
  }
  return submission.reply({ fieldErrors, formErrors, hideFields });
}

/** Whether this page's form with that intent is on its way. */
export function usePending(intent?: string): boolean {
  const navigation = useNavigation();
  if (navigation.state === 'idle' || navigation.formMethod?.toUpperCase() !== 'POST') return false;
  return intent === undefined || navigation.formData?.get('intent') === intent;
}

/** The result of the form with that intent, where a page has several; undefined when another one was sent. */
export function intentResult<Result extends Pick<SubmissionResult, 'initialValue'>>(
  result: Result | undefined,
  intent: string,
): Result | undefined {
  return result?.initialValue?.['intent'] === intent ? result : undefined;
}
