import { parseWithZod } from '@conform-to/zod/v4';
import { formatMoney } from '#app/lib/format.ts';
import { replyWithUserErrors } from '#app/lib/forms.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { refuseQuestion } from '#app/lib/refuse-question.server.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import {
  CancelSubscriptionMutation,
  ChangePlanMutation,
  ConvertTrialMutation,
} from '../plan/billing-documents.ts';
import { changePlanSchema, nothingSchema } from './billing-form.ts';

const planTab = (id: string) => paths.tenantTab(id, 'plan');

export async function changePlan(gateway: Gateway, id: string, form: FormData) {
  const submission = parseWithZod(form, { schema: changePlanSchema });
  if (submission.status !== 'success') return submission.reply();
  const { planKey, startTrial } = submission.value;
  const { changePlan: done } = await gateway.mutate(ChangePlanMutation, {
    input: { tenantId: id, planKey, startTrial: startTrial === 'on' },
  });
  if (!done.subscription) return replyWithUserErrors(submission, done.userErrors, ['planKey']);
  const { plan, mrr, status } = done.subscription;
  return redirectWithToast(
    planTab(id),
    'Plan changed',
    status === 'TRIALING' ? `${plan.name}, in trial.` : `${plan.name}, ${formatMoney(mrr)} monthly.`,
  );
}

export async function cancelSubscription(gateway: Gateway, id: string, form: FormData) {
  const submission = parseWithZod(form, { schema: nothingSchema });
  const { cancelSubscription: done } = await gateway.mutate(CancelSubscriptionMutation, {
    input: { tenantId: id },
  });
  if (!done.subscription)
    return refuseQuestion(submission, { userErrors: done.userErrors, backTo: planTab(id) });
  return redirectWithToast(
    planTab(id),
    'Subscription canceled',
    `${done.subscription.plan.name}. A plan can be chosen again at any time.`,
  );
}

export async function convertTrial(gateway: Gateway, id: string, form: FormData) {
  const submission = parseWithZod(form, { schema: nothingSchema });
  const { convertTrial: done } = await gateway.mutate(ConvertTrialMutation, { input: { tenantId: id } });
  if (!done.subscription)
    return refuseQuestion(submission, { userErrors: done.userErrors, backTo: planTab(id) });
  const { plan, mrr } = done.subscription;
  return redirectWithToast(planTab(id), 'Trial converted', `${plan.name}, ${formatMoney(mrr)} monthly.`);
}
