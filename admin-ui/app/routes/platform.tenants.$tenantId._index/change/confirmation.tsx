import type { SubmissionResult } from '@conform-to/react';
import { intentResult } from '#app/lib/forms.ts';
import { ConfirmCancel, ConfirmChangePlan, ConfirmConvert, ConfirmSettle } from './confirm-billing.tsx';
import { ConfirmReactivate, ConfirmSuspend } from './confirm-status.tsx';
import type { TabData } from '../load-tab.server.ts';
import type { Can } from '../rights.ts';
import type { TenantData } from '../tenant-data.ts';

type ConfirmationProps = {
  /** Which question the address asks. */
  confirm: string | null;
  tenant: TenantData;
  content: TabData;
  can: Can;
  lastResult: SubmissionResult | undefined;
};

/** The question of the address, when the caller may answer it and the tenant is in a state for it. */
export function Confirmation({ confirm, tenant, content, can, lastResult }: ConfirmationProps) {
  const [question, payment] = confirm?.split(':') ?? [];
  const resultOf = (intent: string) => intentResult(lastResult, intent);
  if (can.write) {
    if (question === 'suspend' && tenant.status === 'ACTIVE')
      return <ConfirmSuspend tenant={tenant} lastResult={resultOf('suspend')} />;
    if (question === 'reactivate' && tenant.status === 'SUSPENDED')
      return <ConfirmReactivate tenant={tenant} lastResult={resultOf('reactivate')} />;
  }
  if (!can.bill || content.tab !== 'plan') return null;
  const { subscription } = tenant.billing ?? {};
  switch (question) {
    case 'change-plan':
      return <ConfirmChangePlan tenant={tenant} plans={content.plans} lastResult={resultOf('change-plan')} />;
    case 'cancel-subscription':
      return subscription && subscription.status !== 'CANCELED' ? (
        <ConfirmCancel tenant={tenant} lastResult={resultOf('cancel-subscription')} />
      ) : null;
    case 'convert-trial':
      return subscription?.status === 'TRIALING' ? (
        <ConfirmConvert tenant={tenant} lastResult={resultOf('convert-trial')} />
      ) : null;
    case 'settle': {
      const row = content.payments?.nodes.find(({ id }) => id === payment);
      return row?.status === 'FAILED' ? (
        <ConfirmSettle tenant={tenant} payment={row} lastResult={resultOf('settle')} />
      ) : null;
    }
    default:
      return null;
  }
}
