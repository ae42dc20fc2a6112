import { getFormProps, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { randomUUID } from 'node:crypto';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { severityMeanings, severityWords } from '#app/components/incident-words.ts';
import { TenantPicker } from '#app/components/tenant-picker.tsx';
import { UnsavedGuard } from '#app/components/unsaved-guard.tsx';
import { ButtonLink, SubmitButton } from '#app/components/ui/button.tsx';
import { ChoiceField } from '#app/components/ui/choice-field.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import { findTenants } from '#app/lib/find-tenants.server.ts';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { replyWithUserErrors, usePending } from '#app/lib/forms.ts';
import { openIncidentSchema, severities } from '#app/lib/incident-form.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { IncidentTenantsQuery, OpenIncidentMutation } from './documents.ts';

export const meta: MetaFunction = () => [{ title: 'Open incident · Intendant' }];

export const handle = {
  crumbs: () => [
    { label: 'Incidents', to: paths.incidents() },
    { label: 'Open incident', to: paths.newIncident() },
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'incidents:write');
  const search = new URL(args.request.url).searchParams;
  const ids = search.getAll('tenant').filter((id) => id !== '');
  const loaded =
    ids.length > 0 && may(caller, 'health:read')
      ? await gateway.query(IncidentTenantsQuery, { filter: { ids: ids.slice(0, 100) } })
      : null;
  return {
    title: (search.get('title') ?? '').slice(0, 200),
    tenants: (loaded?.tenantSummaries?.nodes ?? []).map(({ tenant, name }) => ({ id: tenant.id, name })),
    // Sent back with the form, so that pressing twice opens one incident.
    requestKey: randomUUID(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'incidents:write');
  const sent = await args.request.formData();
  const found = await findTenants(gateway, sent);
  if (found) return found;
  const submission = parseWithZod(sent, { schema: openIncidentSchema });
  if (submission.status !== 'success') return submission.reply();
  const { lead, ...input } = submission.value;

  const { openIncident } = await gateway.mutate(OpenIncidentMutation, {
    input: { ...input, ...(lead === 'me' ? { leadId: caller.id } : {}) },
  });

  const { incident, userErrors } = openIncident;
  if (!incident) return replyWithUserErrors(submission, userErrors, ['title', 'severity', 'text']);
  return redirectWithToast(
    paths.incident(incident.id),
    'Incident opened',
    `#${incident.number} ${incident.title}.`,
  );
}

export default function NewIncident() {
  const { title, tenants, requestKey } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const isPending = usePending();
  const [form, fields] = useForm({
    id: 'open-incident',
    lastResult,
    defaultValue: { title, severity: 'MAJOR', lead: 'me', requestKey },
    onValidate: ({ formData }) => parseWithZod(formData, { schema: openIncidentSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid('open-incident', lastResult);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section max-w-[560px]">
        <h1 className="page-title">Open incident</h1>
        <div className="card p-5">
          <Form method="post" className="form" {...getFormProps(form)}>
            <input type="hidden" name="requestKey" value={fields.requestKey.initialValue ?? requestKey} />
            <ErrorSummary
              form={form}
              fields={[
                { field: fields.title, label: 'title' },
                { field: fields.severity, label: 'severity' },
                { field: fields.tenantIds, label: 'tenants concerned' },
                { field: fields.text, label: 'what is known' },
              ]}
            />
            <Field
              field={fields.title}
              label="Title"
              hint="What is wrong, in a few words."
              inputProps={{ required: true, autoComplete: 'off' }}
            />
            <ChoiceField
              field={fields.severity}
              label="Severity"
              choices={severities.map((value) => ({
                value,
                label: severityWords[value],
                hint: severityMeanings[value],
              }))}
            />
            <TenantPicker
              id={fields.tenantIds.id}
              result={lastResult}
              name="tenantIds"
              label="Tenants concerned"
              hint="Leave it empty when the platform as a whole is concerned."
              chosen={tenants}
              error={fields.tenantIds.errors?.[0]}
            />
            <Field
              field={fields.text}
              label="What is known so far"
              hint="Becomes the first entry of the timeline."
              rows={4}
            />
            <ChoiceField
              field={fields.lead}
              label="Lead"
              choices={[
                { value: 'me', label: 'I lead the work' },
                { value: 'none', label: 'Nobody yet' },
              ]}
            />
            <div className="flex flex-wrap gap-2">
              <SubmitButton isPending={isPending} pendingLabel="Opening incident">
                Open incident
              </SubmitButton>
              <ButtonLink to={paths.incidents()}>Cancel</ButtonLink>
            </div>
          </Form>
        </div>
      </div>
      <UnsavedGuard formId="open-incident" />
    </main>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel backTo={paths.incidents()} backLabel="Open the incidents" />;
}
