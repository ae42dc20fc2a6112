import { parseWithZod } from '@conform-to/zod/v4';
import { redirectOf } from '#app/testing/redirect-of.ts';
import { refuseQuestion } from './refuse-question.server.ts';
import { z } from './schema.ts';

const form = new FormData();
form.set('reason', 'Season is over');
const submission = parseWithZod(form, { schema: z.object({ reason: z.string() }) });
const refuse = (code: string, field: string) =>
  refuseQuestion(submission, {
    userErrors: [{ code, message: 'The override is revoked already.', field: ['input', field] }],
    fields: ['reason'],
    backTo: '/platform/enforcement?view=overrides',
  });

test.each(['INVALID_STATE', 'NOT_FOUND'])(
  'what is no longer as the question assumed is said on the page without it: %s',
  async (code) => {
    const { to, toast } = await redirectOf(await refuse(code, 'id'));

    expect(to).toBe('/platform/enforcement?view=overrides');
    expect(toast).toMatchObject({
      kind: 'failed',
      title: 'Nothing was changed',
      detail: 'The override is revoked already.',
    });
  },
);

test('what can be mended is said in the question, which keeps what was typed', async () => {
  expect(await refuse('BAD_INPUT', 'reason')).toMatchObject({
    status: 'error',
    error: { reason: ['The override is revoked already.'] },
    initialValue: { reason: 'Season is over' },
  });
});
