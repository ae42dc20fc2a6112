import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form } from '@remix-run/react';
import type { ReactNode } from 'react';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { ChoiceField } from '#app/components/ui/choice-field.tsx';
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx';
import { ErrorSummary } from '#app/components/ui/field.tsx';
import type { PaymentRowFragment } from '#app/gql/graphql.ts';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { formatMoney, plural } from '#app/lib/format.ts';
import { formatDate } from '#app/lib/format-time.ts';
import { usePending } from '#app/lib/forms.ts';
import { paths } from '#app/lib/paths.ts';
import { changePlanSchema } from './billing-form.ts';
import type { TabOf } from '../load-tab.server.ts';
import type { TenantData } from '../tenant-data.ts';

type ConfirmProps = { tenant: TenantData; lastResult: SubmissionResult | undefined };

export function ConfirmChangePlan({
  tenant,
  plans,
  lastResult,
}: ConfirmProps & Pick<TabOf<'plan'>, 'plans'>) {
  const isPending = usePending('change-plan');
  const current = tenant.billing?.plan?.key;
  const [form, fields] = useForm<{ planKey: string; startTrial?: string }>({
    id: 'change-plan-form',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: changePlanSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid('change-plan-form', lastResult);
  const choices = plans.filter(({ key }) => key !== current);
  // A tenant has at most one trial, ever.
  const hadTrial = Boolean(tenant.billing?.subscription?.trialStartedAt);
  const canTry = !hadTrial && choices.some(({ trialDays }) => trialDays > 0);
  return (
    <ConfirmDialog
      title={
        current === undefined ? `Choose a plan for ${tenant.name}` : `Change the plan of ${tenant.name}?`
      }
      cancelTo={paths.tenantTab(tenant.id, 'plan')}
      formId={form.id}
      openerId="change-plan"
      submit={
        <SubmitButton form={form.id} isPending={isPending} pendingLabel="Changing plan">
          {current === undefined ? 'Choose plan' : 'Change plan'}
        </SubmitButton>
      }
    >
      <p>The new price and limits hold at once. Overrides in force stay.</p>
      <Form method="post" preventScrollReset className="grid gap-3" {...getFormProps(form)}>
        <input type="hidden" name="intent" value="change-plan" />
        <ErrorSummary form={form} fields={[]} />
        <ChoiceField
          field={fields.planKey}
          label="Plan"
          choices={choices.map(({ key, name, monthlyPrice, trialDays }) => ({
            value: key,
            label: `${name}, ${formatMoney(monthlyPrice)} monthly`,
            hint: hadTrial || trialDays === 0 ? undefined : `Has a trial of ${plural(trialDays, 'day')}.`,
          }))}
        />
        {canTry ? (
          <label className="check">
            <input type="checkbox" name="startTrial" value="on" />
            Start with the plan’s trial
          </label>
        ) : null}
      </Form>
    </ConfirmDialog>
  );
}

export function ConfirmCancel({ tenant, lastResult }: ConfirmProps) {
  const plan = tenant.billing?.subscription?.plan;
  return (
    <Question
      intent="cancel-subscription"
      title={`Cancel the subscription of ${tenant.name}?`}
      verb="Cancel subscription"
      pending="Canceling subscription"
      isDanger
      tenant={tenant}
      lastResult={lastResult}
    >
      <p>
        {plan ? `${plan.name} ends at once, and ${formatMoney(plan.monthlyPrice)} a month with it. ` : ''}
        The tenant and its data stay; a plan can be chosen again at any time.
      </p>
    </Question>
  );
}

export function ConfirmConvert({ tenant, lastResult }: ConfirmProps) {
  const plan = tenant.billing?.subscription?.plan;
  return (
    <Question
      intent="convert-trial"
      title={`Convert the trial of ${tenant.name}?`}
      verb="Convert trial"
      pending="Converting trial"
      tenant={tenant}
      lastResult={lastResult}
    >
      <p>
        The trial ends now, and{' '}
        {plan ? `${plan.name} is paid: ${formatMoney(plan.monthlyPrice)} a month.` : 'the plan is paid.'}
      </p>
    </Question>
  );
}

export function ConfirmSettle({
  tenant,
  payment,
  lastResult,
}: ConfirmProps & { payment: PaymentRowFragment }) {
  return (
    <Question
      intent="settle"
      title={`Record ${formatMoney(payment.amount)} of ${tenant.name} as paid?`}
      verb="Record as paid"
      pending="Recording payment"
      openerId={`settle-${payment.id}`}
      tenant={tenant}
      lastResult={lastResult}
      hidden={<input type="hidden" name="payment" value={payment.id} />}
    >
      <p>
        It was due on {formatDate(new Date(payment.dueAt))}. Nothing is charged: this records money that
        arrived. With nothing left unpaid, the tenant is no longer delinquent.
      </p>
    </Question>
  );
}

type QuestionProps = ConfirmProps & {
  intent: string;
  title: string;
  verb: string;
  pending: string;
  openerId?: string;
  isDanger?: boolean;
  hidden?: ReactNode;
  children: ReactNode;
};

function Question(props: QuestionProps) {
  const {
    intent,
    title,
    verb,
    pending,
    openerId = intent,
    isDanger,
    hidden,
    children,
    tenant,
    lastResult,
  } = props;
  const isPending = usePending(intent);
  const [form] = useForm({ id: `${intent}-form`, lastResult });
  return (
    <ConfirmDialog
      title={title}
      cancelTo={paths.tenantTab(tenant.id, 'plan')}
      formId={form.id}
      openerId={openerId}
      submit={
        <SubmitButton
          form={form.id}
          kind={isDanger ? 'danger' : 'primary'}
          isPending={isPending}
          pendingLabel={pending}
        >
          {verb}
        </SubmitButton>
      }
    >
      {children}
      <Form method="post" preventScrollReset {...getFormProps(form)}>
        <input type="hidden" name="intent" value={intent} />
        {hidden}
        <ErrorSummary form={form} fields={[]} />
      </Form>
    </ConfirmDialog>
  );
}
