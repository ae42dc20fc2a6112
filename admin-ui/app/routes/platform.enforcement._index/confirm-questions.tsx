import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { Form, useSearchParams } from '@remix-run/react';
import { CircleCheck, Gauge, ScrollText } from 'lucide-react';
import { entitlementAmount } from '#app/components/entitlement-text.ts';
import { withoutQuestion } from '#app/components/list-question.ts';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx';
import { ErrorSummary } from '#app/components/ui/field.tsx';
import { ReasonDialog } from '#app/components/ui/reason-dialog.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import { formatMoney } from '#app/lib/format.ts';
import { intentResult, usePending } from '#app/lib/forms.ts';
import { paths } from '#app/lib/paths.ts';
import { OverrideFragment } from './documents.ts';
import type { LoadedView, ViewOf } from './load-view.server.ts';

type QuestionsProps = { loaded: LoadedView; lastResult: SubmissionResult | undefined };

/** `?revoke=` and `?settle=` ask before an override is revoked and before a payment is recorded as paid. */
export function ConfirmQuestions({ loaded, lastResult }: QuestionsProps) {
  if (loaded.view === 'overrides')
    return <ConfirmRevoke loaded={loaded} lastResult={intentResult(lastResult, 'revoke')} />;
  if (loaded.view === 'payments')
    return <ConfirmSettle loaded={loaded} lastResult={intentResult(lastResult, 'settle')} />;
  return null;
}

type RevokeProps = { loaded: ViewOf<'overrides'>; lastResult: SubmissionResult | undefined };

function ConfirmRevoke({ loaded, lastResult }: RevokeProps) {
  const [search] = useSearchParams();
  const id = search.get('revoke');
  const node = loaded.page?.nodes.find((each) => readFragment(OverrideFragment, each).id === id);
  const override = readFragment(OverrideFragment, node);
  if (!node || override?.status !== 'IN_FORCE') return null;
  const { entitlement, limit } = override;
  return (
    <ReasonDialog
      intent="revoke"
      title={`Revoke the override of ${node.tenant.name ?? 'this tenant'}?`}
      effects={[
        {
          Icon: Gauge,
          text: `${entitlement.name}: ${entitlementAmount(entitlement, limit)} stops holding; the plan’s limit holds at once.`,
        },
        { Icon: ScrollText, text: 'The override stays in the history, with your reason.' },
      ]}
      cancelTo={withoutQuestion(paths.enforcement(), search, 'revoke')}
      openerId={`revoke-${override.id}`}
      submitLabel="Revoke override"
      pendingLabel="Revoking override"
      hidden={[['id', override.id]]}
      lastResult={lastResult}
    />
  );
}

type SettleProps = { loaded: ViewOf<'payments'>; lastResult: SubmissionResult | undefined };

function ConfirmSettle({ loaded, lastResult }: SettleProps) {
  const [search] = useSearchParams();
  const isPending = usePending('settle');
  const [form] = useForm({ id: 'settle-payment', lastResult });
  const id = search.get('settle');
  const payment = loaded.page?.nodes.find((each) => each.id === id);
  if (payment?.status !== 'FAILED') return null;
  return (
    <ConfirmDialog
      title={`Record ${formatMoney(payment.amount)} of ${payment.tenant.name ?? 'this tenant'} as paid?`}
      cancelTo={withoutQuestion(paths.enforcement(), search, 'settle')}
      formId={form.id}
      openerId={`settle-${payment.id}`}
      submit={
        <SubmitButton form={form.id} isPending={isPending} pendingLabel="Recording payment">
          Record as paid
        </SubmitButton>
      }
    >
      <ul className="effects">
        <li>
          <CircleCheck className="icon" aria-hidden />
          <span>
            {payment.isOverdue
              ? 'With nothing else past due, the tenant is no longer delinquent at once.'
              : 'The payment is no longer expected.'}{' '}
            This cannot be undone.
          </span>
        </li>
        <li>
          <ScrollText className="icon" aria-hidden />
          <span>It is recorded in the audit log. No money is moved.</span>
        </li>
      </ul>
      <Form method="post" preventScrollReset {...getFormProps(form)}>
        <input type="hidden" name="intent" value="settle" />
        <input type="hidden" name="payment" value={payment.id} />
        <ErrorSummary form={form} fields={[]} />
      </Form>
    </ConfirmDialog>
  );
}
