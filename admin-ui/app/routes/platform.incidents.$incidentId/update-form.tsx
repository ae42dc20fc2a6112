import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form } from '@remix-run/react';
import { useState, type ReactNode } from 'react';
import { severityWords, statusWords } from '#app/components/incident-words.ts';
import { TenantPicker } from '#app/components/tenant-picker.tsx';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { SelectField } from '#app/components/ui/choice-field.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import type { IncidentPartFragment } from '#app/gql/graphql.ts';
import { writeBefore } from '#app/lib/changed-fields.ts';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { usePending } from '#app/lib/forms.ts';
import { openStatuses, severities, updateIncidentSchema } from '#app/lib/incident-form.ts';
import { settableOf } from './settable.ts';
import { useWhenDone } from './use-when-done.ts';

export type Leader = { id: string; name: string };

type UpdateProps = {
  /** As it is now, also when somebody else changes it while this form is filled in. */
  incident: IncidentPartFragment;
  leaders: readonly Leader[] | null;
  lastResult: SubmissionResult | undefined;
};

/**
 * Everything about an open incident that can be set, in one form; each difference is an entry of the timeline. Until
 * somebody touches it, it follows the changes of others; from then on it stays as it is, and only what was changed in
 * it is sent, so that nobody's work is undone by a form that is older than it.
 */
export function UpdateForm(props: UpdateProps) {
  const [base, setBase] = useState(props.incident);
  const [isTouched, setTouched] = useState(false);
  const [round, setRound] = useState(0);
  const isOutdated = base.version !== props.incident.version;
  if (isOutdated && !isTouched) setBase(props.incident);
  // What was saved is no longer anybody's draft: the form begins again with the incident as it is.
  const beginAgain = () => {
    setTouched(false);
    setRound((known) => known + 1);
  };
  return (
    <Card id="work">
      <CardHead as="h2" title="Work on it" />
      <UpdateFields
        key={`${base.id} ${base.version} ${round}`}
        {...props}
        base={base}
        onTouch={() => setTouched(true)}
        onSaved={beginAgain}
      >
        {isOutdated && isTouched ? (
          <p className="hint" role="status">
            Somebody changed the incident since you began. What you leave as it is keeps their values.
          </p>
        ) : null}
      </UpdateFields>
    </Card>
  );
}

type FieldsProps = UpdateProps & {
  base: IncidentPartFragment;
  onTouch: () => void;
  onSaved: () => void;
  children: ReactNode;
};

function UpdateFields({ incident, base, leaders, lastResult, onTouch, onSaved, children }: FieldsProps) {
  const isPending = usePending('update');
  const tenants = base.tenants ?? null;
  const id = `update-incident-${base.version}`;
  const [form, fields] = useForm({
    id,
    lastResult,
    defaultValue: {
      title: base.title,
      severity: base.severity,
      status: base.status,
      lead: base.lead?.id ?? '',
      tenantIds: tenants?.map((tenant) => tenant.id) ?? [],
      text: '',
    },
    onValidate: ({ formData }) => parseWithZod(formData, { schema: updateIncidentSchema }),
    shouldRevalidate: 'onInput',
  });
  // A form that came back is compared with what it was filled in on, whatever the incident is by now.
  const sentBefore = lastResult?.initialValue?.['before'];
  const before = typeof sentBefore === 'string' ? sentBefore : writeBefore(settableOf(base));
  useFocusFirstInvalid(id, lastResult);
  useWhenDone(isPending, lastResult, onSaved);
  return (
    <Form
      method="post"
      className="form card-body"
      preventScrollReset
      {...getFormProps(form)}
      onInput={onTouch}
    >
      <input type="hidden" name="intent" value="update" />
      <input type="hidden" name="version" value={incident.version} />
      <input type="hidden" name="before" value={before} />
      {children}
      <ErrorSummary
        form={form}
        fields={[
          { field: fields.status, label: 'status' },
          { field: fields.severity, label: 'severity' },
          { field: fields.lead, label: 'lead' },
          { field: fields.title, label: 'title' },
          { field: fields.tenantIds, label: 'tenants concerned' },
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
            ...withLead(leaders, base).map(({ id: value, name }) => ({ value, label: name })),
          ]}
        />
      )}
      <Field field={fields.title} label="Title" inputProps={{ required: true, autoComplete: 'off' }} />
      {tenants === null ? null : (
        <>
          <input type="hidden" name="withTenants" value="on" />
          <TenantPicker
            id={fields.tenantIds.id}
            result={lastResult}
            name="tenantIds"
            label="Tenants concerned"
            hint="None means the platform as a whole."
            chosen={tenants}
            error={fields.tenantIds.errors?.[0]}
            onChange={onTouch}
          />
        </>
      )}
      <Field field={fields.text} label="Why" hint="Stands beside the change in the timeline." rows={2} />
      <div>
        <SubmitButton kind="plain" isPending={isPending} pendingLabel="Saving changes">
          Save changes
        </SubmitButton>
      </div>
    </Form>
  );
}

/** Who leads stays in the list, also when they may no longer be given the lead. */
function withLead(leaders: readonly Leader[], { lead, leadName }: IncidentPartFragment): readonly Leader[] {
  if (!lead || leaders.some(({ id }) => id === lead.id)) return leaders;
  return [{ id: lead.id, name: leadName ?? lead.id }, ...leaders];
}
