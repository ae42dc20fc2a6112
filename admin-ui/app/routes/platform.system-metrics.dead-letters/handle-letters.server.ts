import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect } from '@remix-run/node';
import { z } from '#app/lib/schema.ts';
import { withoutQuestion } from '#app/components/list-question.ts';
import { plural } from '#app/lib/format.ts';
import { replyWithUserErrors } from '#app/lib/forms.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { reasonSchema } from '#app/lib/reason-form.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { DiscardDeadLettersMutation, RetryDeadLettersMutation } from './documents.ts';

const chosen = z.object({
  ids: z
    .array(z.string(), { error: 'Choose at least one dead letter.' })
    .min(1, 'Choose at least one dead letter.'),
});

/** Retries what was chosen, asks before discarding it, or discards it; the list stays as its address says. */
export async function handleLetters(gateway: Gateway, form: FormData, search: URLSearchParams) {
  const intent = form.get('intent');
  const back = withoutQuestion(paths.deadLetters(), search, 'discard');
  if (intent === 'ask-discard') {
    const submission = parseWithZod(form, { schema: chosen });
    if (submission.status !== 'success') return submission.reply();
    const asked = new URLSearchParams(search);
    for (const id of submission.value.ids) asked.append('discard', id);
    return redirect(`${paths.deadLetters()}?${asked}`);
  }
  if (intent === 'retry') {
    const submission = parseWithZod(form, { schema: chosen });
    if (submission.status !== 'success') return submission.reply();
    const { retryDeadLetters } = await gateway.mutate(RetryDeadLettersMutation, { input: submission.value });
    const { ids, userErrors } = retryDeadLetters;
    if (!ids) return replyWithUserErrors(submission, userErrors, []);
    return redirectWithToast(
      back,
      'Retrying',
      `${plural(ids.length, 'job')} will be tried again from the start.`,
    );
  }
  if (intent === 'discard') {
    const submission = parseWithZod(form, { schema: reasonSchema.extend(chosen.shape) });
    if (submission.status !== 'success') return submission.reply();
    const { discardDeadLetters } = await gateway.mutate(DiscardDeadLettersMutation, {
      input: submission.value,
    });
    const { ids, userErrors } = discardDeadLetters;
    if (!ids) return replyWithUserErrors(submission, userErrors, ['reason']);
    return redirectWithToast(
      back,
      'Discarded',
      `${plural(ids.length, 'job')}. What they were is kept in the audit log.`,
    );
  }
  throw data('Unknown intent', { status: 400 });
}
