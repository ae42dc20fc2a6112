import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { Form } from '@remix-run/react';
import { Database, KeyRound, Users } from 'lucide-react';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx';
import { ErrorSummary } from '#app/components/ui/field.tsx';
import { ReasonDialog, type Effect } from '#app/components/ui/reason-dialog.tsx';
import { formatCount, plural } from '#app/lib/format.ts';
import { usePending } from '#app/lib/forms.ts';
import { paths } from '#app/lib/paths.ts';
import type { TenantData } from '../tenant-data.ts';

type ConfirmProps = { tenant: TenantData; lastResult: SubmissionResult | undefined };

export function ConfirmSuspend({ tenant, lastResult }: ConfirmProps) {
  return (
    <ReasonDialog
      intent="suspend"
      title={`Suspend ${tenant.name}?`}
      effects={effectsOf(tenant)}
      cancelTo={paths.tenant(tenant.id)}
      openerId="suspend"
      submitLabel="Suspend tenant"
      pendingLabel="Suspending tenant"
      hint="Recorded in the audit log and shown to operators."
      typed={tenant.slug}
      hidden={[['slug', tenant.slug]]}
      lastResult={lastResult}
    />
  );
}

/** Whom it concerns, in real counts; what the caller may not know is left out. */
function effectsOf(tenant: TenantData): Effect[] {
  const { signedInCount, memberCount, activeApiKeyCount, requests24h } = tenant;
  const effects: Effect[] = [];
  if (signedInCount !== null && memberCount !== null) {
    effects.push({
      Icon: Users,
      text: `${plural(signedInCount, 'person is', 'people are')} signed in now, of ${plural(memberCount, 'member')}.`,
    });
  }
  const arrived =
    requests24h === null
      ? null
      : `${formatCount(requests24h)} ${requests24h === 1 ? 'request' : 'requests'} arrived in the last 24 h`;
  if (activeApiKeyCount !== null) {
    const keys = plural(activeApiKeyCount, 'API key works', 'API keys work');
    effects.push({ Icon: KeyRound, text: arrived === null ? `${keys} now.` : `${keys} now; ${arrived}.` });
  } else if (arrived !== null) {
    effects.push({ Icon: KeyRound, text: `${arrived}.` });
  }
  effects.push({
    Icon: Database,
    text: 'The tenant is marked as stopped everywhere. Its data is kept; you can reactivate it at any time.',
  });
  return effects;
}

export function ConfirmReactivate({ tenant, lastResult }: ConfirmProps) {
  const isPending = usePending('reactivate');
  const [form] = useForm({ id: 'reactivate-tenant', lastResult });
  return (
    <ConfirmDialog
      title={`Reactivate ${tenant.name}?`}
      cancelTo={paths.tenant(tenant.id)}
      formId={form.id}
      openerId="reactivate"
      submit={
        <SubmitButton form={form.id} isPending={isPending} pendingLabel="Reactivating tenant">
          Reactivate tenant
        </SubmitButton>
      }
    >
      <p>
        {tenant.suspensionReason
          ? `It was suspended because: ${tenant.suspensionReason}`
          : 'It was suspended without a recorded reason.'}
      </p>
      <Form method="post" preventScrollReset {...getFormProps(form)}>
        <input type="hidden" name="intent" value="reactivate" />
        <ErrorSummary form={form} fields={[]} />
      </Form>
    </ConfirmDialog>
  );
}
