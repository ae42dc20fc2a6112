import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form, Link, useLocation } from '@remix-run/react';
import { Bookmark } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import { usePending } from '#app/lib/forms.ts';
import { useEscapeToClose } from '#app/lib/keyboard.ts';
import { savedSearchOf, tenantListHref, type TenantListAddress } from '#app/lib/tenant-list.ts';
import { openedView, type SavedTenantView } from '#app/lib/tenant-views.ts';
import { saveViewSchema } from './form.ts';

type ViewPanelProps = {
  list: TenantListAddress;
  saved: readonly SavedTenantView[];
  canBilling: boolean;
  lastResult: SubmissionResult | undefined;
};

/** Keeps the list as it is under a name, replaces the view that was opened, or leads to deleting it. */
export function ViewPanel({ list, saved, canBilling, lastResult }: ViewPanelProps) {
  const opened = openedView(list, saved, canBilling);
  const isPending = usePending('save-view');
  const panel = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  const [form, fields] = useForm({
    // Another view starts with another name in the field.
    id: `save-view-${opened?.view.id ?? 'new'}`,
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: saveViewSchema }),
    shouldRevalidate: 'onInput',
  });
  useEscapeToClose(panel);
  useEffect(() => {
    if (lastResult?.status === 'error') panel.current?.setAttribute('open', '');
    else panel.current?.removeAttribute('open');
  }, [key, lastResult]);
  const hidden = (
    <>
      <input type="hidden" name="intent" value="save-view" />
      <input type="hidden" name="search" value={savedSearchOf(list)} />
    </>
  );

  return (
    <details className="filter-add" ref={panel} open={lastResult?.status === 'error' ? true : undefined}>
      <summary id="view">
        <Bookmark className="icon icon-s" aria-hidden />
        {opened === null ? 'Save view' : 'View'}
      </summary>
      <div className="filter-panel">
        {opened?.isChanged ? (
          <Form method="post" preventScrollReset>
            {hidden}
            <input type="hidden" name="name" value={opened.view.name} />
            <SubmitButton isPending={isPending} pendingLabel="Saving view">
              Replace “{opened.view.name}”
            </SubmitButton>
          </Form>
        ) : null}
        <Form method="post" preventScrollReset className="grid gap-2.5" {...getFormProps(form)}>
          {hidden}
          <ErrorSummary form={form} fields={[]} />
          <Field
            field={fields.name}
            label={opened === null ? 'Name' : 'Save as'}
            hint="Filters, order, columns and page size; only you see it. The same name replaces a view."
            inputProps={{ required: true, autoComplete: 'off' }}
          />
          <SubmitButton
            kind={opened?.isChanged ? 'plain' : 'primary'}
            isPending={isPending}
            pendingLabel="Saving view"
          >
            Save view
          </SubmitButton>
        </Form>
        {opened === null ? null : (
          <Link className="link" to={`${tenantListHref(list)}&confirm=delete-view`} preventScrollReset>
            Delete “{opened.view.name}”…
          </Link>
        )}
      </div>
    </details>
  );
}
