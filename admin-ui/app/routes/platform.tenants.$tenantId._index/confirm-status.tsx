import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form } from '@remix-run/react';
import { Database, KeyRound, RotateCcw } from 'lucide-react';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { usePending } from '#app/lib/forms.ts';
import { paths } from '#app/lib/paths.ts';
import { suspendSchema } from '#app/lib/tenant-form.ts';
import type { TenantData } from './tenant-data.ts';

type ConfirmProps = { tenant: TenantData; lastResult: SubmissionResult | undefined };

export function ConfirmSuspend({ tenant, lastResult }: ConfirmProps) {
  const isPending = usePending('suspend');
  const [form, fields] = useForm({
    id: 'suspend-tenant',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: suspendSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid('suspend-tenant', lastResult);
  return (
    <ConfirmDialog
      title={`Suspend ${tenant.name}?`}
      cancelTo={paths.tenant(tenant.id)}
      formId={form.id}
      openerId="suspend"
      submit={
        <SubmitButton form={form.id} kind="danger" isPending={isPending} pendingLabel="Suspending tenant">
          Suspend tenant
        </SubmitButton>
      }
    >
      <ul className="effects">
        <li>
          <KeyRound className="icon" aria-hidden />
          <span>The tenant is marked as stopped everywhere, with your reason.</span>
        </li>
        <li>
          <Database className="icon" aria-hidden />
          <span>Its data is kept, and its history stays readable.</span>
        </li>
        <li>
          <RotateCcw className="icon" aria-hidden />
          <span>You can reactivate it at any time.</span>
        </li>
      </ul>
      <Form method="post" preventScrollReset {...getFormProps(form)}>
        <input type="hidden" name="intent" value="suspend" />
        <div className="grid gap-3">
          <ErrorSummary form={form} fields={[]} />
          <Field
            field={fields.reason}
            label="Reason"
            hint="Recorded in the audit log and shown to operators."
            inputProps={{ required: true, autoComplete: 'off' }}
          />
        </div>
      </Form>
    </ConfirmDialog>
  );
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
