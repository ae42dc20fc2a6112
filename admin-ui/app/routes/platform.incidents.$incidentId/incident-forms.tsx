import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form } from '@remix-run/react';
import { severityWords, statusWords } from '#app/components/incident-words.ts';
import { TenantPicker, type PickedTenant } from '#app/components/tenant-picker.tsx';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { SelectField } from '#app/components/ui/choice-field.tsx';
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import type { IncidentPartFragment } from '#app/gql/graphql.ts';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { usePending } from '#app/lib/forms.ts';
import {
  incidentNoteSchema,
  incidentReasonSchema,
  openStatuses,
  severities,
  updateIncidentSchema,
} from '#app/lib/incident-form.ts';
import { paths } from '#app/lib/paths.ts';

export type Leader = { id: string; name: string };

type UpdateProps = {
  incident: IncidentPartFragment;
  leaders: readonly Leader[] | null;
  tenants: readonly PickedTenant[];
  lastResult: SubmissionResult | undefined;
};

/** Everything about an open incident that can be set, in one form; each difference is an entry of the timeline. */
export function UpdateForm({ incident, leaders, tenants, lastResult }: UpdateProps) {
  const isPending = usePending('update');
  const id = `update-incident-${incident.version}`;
  const [form, fields] = useForm({
    id,
    lastResult,
    defaultValue: {
      version: String(incident.version),
      title: incident.title,
      severity: incident.severity,
      status: incident.status,
      lead: incident.lead?.id ?? '',
      tenantIds: tenants.map((tenant) => tenant.id),
      text: '',
    },
    onValidate: ({ formData }) => parseWithZod(formData, { schema: updateIncidentSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid(id, lastResult);
  return (
    <Card id="work">
      <CardHead title="Work on it" />
      <Form method="post" className="form card-body" preventScrollReset {...getFormProps(form)} key={id}>
        <input type="hidden" name="intent" value="update" />
        <input type="hidden" name="version" value={incident.version} />
        <ErrorSummary
          form={form}
          fields={[
            { field: fields.title, label: 'title' },
            { field: fields.text, label: 'why' },
          ]}
        />
        <SelectField
          field={fields.status}
          label="Status"
          options={openStatuses.map((value) => ({ value, label: statusWords[value] }))}
        />
        <SelectField
          field={fields.severity}
          label="Severity"
          options={severities.map((value) => ({ value, label: severityWords[value] }))}
        />
        {leaders === null ? null : (
          <SelectField
            field={fields.lead}
            label="Lead"
            options={[
              { value: '', label: 'Nobody' },
              ...leaders.map(({ id: value, name }) => ({ value, label: name })),
            ]}
          />
        )}
        <Field field={fields.title} label="Title" inputProps={{ required: true, autoComplete: 'off' }} />
        <TenantPicker
          name="tenantIds"
          label="Tenants concerned"
          hint="None means the platform as a whole."
          chosen={tenants}
          error={fields.tenantIds.errors?.[0]}
        />
        <Field field={fields.text} label="Why" hint="Stands beside the change in the timeline." rows={2} />
        <div>
          <SubmitButton isPending={isPending} pendingLabel="Saving changes">
            Save changes
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}

type FormProps = { lastResult: SubmissionResult | undefined; entries: number };

/** A note for the timeline. Emptied once the note is there, which the number of entries tells. */
export function NoteForm({ lastResult, entries }: FormProps) {
  const isPending = usePending('note');
  const id = `incident-note-${entries}`;
  const [form, fields] = useForm({
    id,
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: incidentNoteSchema }),
    shouldRevalidate: 'onInput',
  });
  return (
    <Card>
      <CardHead title="Add a note" />
      <Form method="post" className="form card-body" preventScrollReset {...getFormProps(form)} key={id}>
        <input type="hidden" name="intent" value="note" />
        <ErrorSummary form={form} fields={[]} />
        <Field field={fields.text} label="Note" hint="What was found, tried or decided." rows={3} />
        <div>
          <SubmitButton kind="plain" isPending={isPending} pendingLabel="Adding note">
            Add note
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}

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
