import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form } from '@remix-run/react';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import type { IncidentPartFragment } from '#app/gql/graphql.ts';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { usePending } from '#app/lib/forms.ts';
import { incidentReasonSchema } from '#app/lib/incident-form.ts';
import { paths } from '#app/lib/paths.ts';

type EndProps = { incident: IncidentPartFragment; lastResult: SubmissionResult | undefined };

export function ConfirmResolve(props: EndProps) {
  const { number, tenantCount } = props.incident;
  return (
    <ReasonDialog
      {...props}
      intent="resolve"
      title={`Resolve incident ${number}?`}
      effect={
        tenantCount === 0
          ? 'It leaves the queue of open incidents. Its timeline is kept.'
          : 'It leaves the queue and the pages of its tenants. Its timeline is kept.'
      }
      label="How it ended"
      verb="Resolve incident"
      pendingLabel="Resolving incident"
    />
  );
}

export function ConfirmReopen(props: EndProps) {
  return (
    <ReasonDialog
      {...props}
      intent="reopen"
      title={`Open incident ${props.incident.number} again?`}
      effect="It returns to the queue of open incidents with the status it had."
      label="Why"
      verb="Open again"
      pendingLabel="Opening again"
    />
  );
}

type ReasonDialogProps = EndProps & {
  intent: 'resolve' | 'reopen';
  title: string;
  effect: string;
  label: string;
  verb: string;
  pendingLabel: string;
};

function ReasonDialog(props: ReasonDialogProps) {
  const { incident, lastResult, intent, title, effect, label, verb, pendingLabel } = props;
  const isPending = usePending(intent);
  const id = `${intent}-incident`;
  const [form, fields] = useForm({
    id,
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: incidentReasonSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid(id, lastResult);
  return (
    <ConfirmDialog
      title={title}
      cancelTo={paths.incident(incident.id)}
      formId={form.id}
      openerId={intent}
      submit={
        <SubmitButton form={form.id} isPending={isPending} pendingLabel={pendingLabel}>
          {verb}
        </SubmitButton>
      }
    >
      <p>{effect}</p>
      <Form method="post" preventScrollReset {...getFormProps(form)}>
        <input type="hidden" name="intent" value={intent} />
        <div className="grid gap-3">
          <ErrorSummary form={form} fields={[]} />
          <Field field={fields.text} label={label} hint="Stays in the timeline." rows={3} />
        </div>
      </Form>
    </ConfirmDialog>
  );
}
