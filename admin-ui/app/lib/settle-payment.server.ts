import { parseWithZod } from '@conform-to/zod/v4';
import { graphql } from '#app/gql/gql.ts';
import { formatMoney } from './format.ts';
import type { Gateway } from './gateway.server.ts';
import { refuseQuestion } from './refuse-question.server.ts';
import { z } from './schema.ts';
import { redirectWithToast } from './toast.server.ts';

const SettlePaymentMutation = graphql(`
  mutation SettlePayment($input: SettlePaymentInput!) {
    settlePayment(input: $input) {
      payment {
        id
        amount {
          amountCents
          currency
        }
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

const schema = z.object({ payment: z.string().min(1) });

/** Records the payment a form names as paid, and leads back to where it was asked for. */
export async function settlePayment(gateway: Gateway, form: FormData, backTo: string) {
  const submission = parseWithZod(form, { schema });
  if (submission.status !== 'success') return submission.reply();
  const { settlePayment: done } = await gateway.mutate(SettlePaymentMutation, {
    input: { id: submission.value.payment },
  });
  if (!done.payment) return refuseQuestion(submission, { userErrors: done.userErrors, backTo });
  return redirectWithToast(backTo, 'Payment recorded as paid', `${formatMoney(done.payment.amount)}.`);
}
