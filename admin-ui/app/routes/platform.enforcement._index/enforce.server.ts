import { parseWithZod } from '@conform-to/zod/v4';
import { data } from '@remix-run/node';
import { z } from '#app/lib/schema.ts';
import { withoutQuestion } from '#app/components/list-question.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { reasonSchema } from '#app/lib/reason-form.ts';
import { refuseQuestion } from '#app/lib/refuse-question.server.ts';
import { settlePayment } from '#app/lib/settle-payment.server.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { RevokeOverrideMutation } from './documents.ts';

const revokeSchema = reasonSchema.extend({ id: z.string().min(1) });

/** Performs what one of the page's forms asks for, named by its intent; the list stays as its address says. */
export async function enforce(gateway: Gateway, form: FormData, search: URLSearchParams) {
  if (form.get('intent') === 'revoke') {
    const submission = parseWithZod(form, { schema: revokeSchema });
    if (submission.status !== 'success') return submission.reply();
    const { revokeOverride } = await gateway.mutate(RevokeOverrideMutation, { input: submission.value });
    const backTo = withoutQuestion(paths.enforcement(), search, 'revoke');
    const { override, userErrors } = revokeOverride;
    if (!override) return refuseQuestion(submission, { userErrors, fields: ['reason'], backTo });
    return redirectWithToast(
      backTo,
      'Override revoked',
      `${override.entitlement.name}: the plan’s limit holds again.`,
    );
  }
  if (form.get('intent') === 'settle') {
    return settlePayment(gateway, form, withoutQuestion(paths.enforcement(), search, 'settle'));
  }
  throw data('Unknown intent', { status: 400 });
}
