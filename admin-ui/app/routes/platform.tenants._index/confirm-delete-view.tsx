import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { Form } from '@remix-run/react';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx';
import { ErrorSummary } from '#app/components/ui/field.tsx';
import { usePending } from '#app/lib/forms.ts';
import { savedSearchOf, tenantListHref, type TenantListAddress } from '#app/lib/tenant-list.ts';
import type { SavedTenantView } from '#app/lib/tenant-views.ts';

type ConfirmDeleteViewProps = {
  view: SavedTenantView;
  list: TenantListAddress;
  lastResult: SubmissionResult | undefined;
};

export function ConfirmDeleteView({ view, list, lastResult }: ConfirmDeleteViewProps) {
  const isPending = usePending('delete-view');
  const [form] = useForm({ id: 'delete-view', lastResult });
  return (
    <ConfirmDialog
      title={`Delete the view “${view.name}”?`}
      cancelTo={tenantListHref(list)}
      formId={form.id}
      openerId="view"
      submit={
        <SubmitButton form={form.id} kind="danger" isPending={isPending} pendingLabel="Deleting view">
          Delete view
        </SubmitButton>
      }
    >
      <p>Its filters, order and columns are forgotten. No tenant is changed, and nobody else used it.</p>
      <Form method="post" preventScrollReset {...getFormProps(form)}>
        <input type="hidden" name="intent" value="delete-view" />
        <input type="hidden" name="id" value={view.id} />
        <input type="hidden" name="search" value={savedSearchOf(list)} />
        <ErrorSummary form={form} fields={[]} />
      </Form>
    </ConfirmDialog>
  );
}
