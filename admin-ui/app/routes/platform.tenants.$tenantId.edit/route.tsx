import { getFormProps, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { UnsavedGuard } from '#app/components/unsaved-guard.tsx';
import { ButtonLink, SubmitButton } from '#app/components/ui/button.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import { changedFields, readBefore, replyIfOvertaken, writeBefore } from '#app/lib/changed-fields.ts';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { replyWithUserErrors, usePending } from '#app/lib/forms.ts';
import { notFound } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { editTenantSchema } from '#app/lib/tenant-form.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { TenantToEditQuery, UpdateTenantMutation } from './documents.ts';

type Loaded = { tenant: { id: string; name: string } } | undefined;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Edit ${data?.tenant.name ?? 'tenant'} · Intendant` },
];

export const handle = {
  crumbs: (data: Loaded) => [
    { label: 'Tenants', to: paths.tenants() },
    ...(data
      ? [
          { label: data.tenant.name, to: paths.tenant(data.tenant.id) },
          { label: 'Edit', to: paths.editTenant(data.tenant.id) },
        ]
      : []),
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'tenants:read', 'tenants:write');
  const id = args.params['tenantId'] ?? '';
  const { tenant } = await gateway.query(TenantToEditQuery, { id }, { needs: 'tenant' });
  if (!tenant) throw notFound();
  return { tenant };
}

/** Sends what was changed in the form, so that it undoes nobody's work in the fields that were left alone. */
export async function action(args: ActionFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'tenants:read', 'tenants:write');
  const submission = parseWithZod(await args.request.formData(), { schema: editTenantSchema });
  if (submission.status !== 'success') return submission.reply();

  const id = args.params['tenantId'] ?? '';
  const { before: filled, ...values } = submission.value;
  const before = readBefore(filled);
  const changed = changedFields(values, before);
  const { tenant: now } = await gateway.query(TenantToEditQuery, { id }, { needs: 'tenant' });
  if (!now) throw notFound();
  if (Object.keys(changed).length === 0)
    return redirectWithToast(paths.tenant(id), 'Nothing was changed', `${now.name}.`);
  const overtaken = replyIfOvertaken(submission, {
    changed,
    before,
    now,
    say: (name) => `“${now[name as keyof typeof values]}”`,
  });
  if (overtaken) return overtaken;

  const { updateTenant } = await gateway.mutate(UpdateTenantMutation, { input: { id, ...changed } });
  const { tenant, userErrors } = updateTenant;
  if (!tenant) return replyWithUserErrors(submission, userErrors, ['name', 'slug', 'contactEmail']);
  return redirectWithToast(paths.tenant(tenant.id), 'Tenant changed', `${tenant.name}.`);
}

export default function EditTenant() {
  const { tenant } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const isPending = usePending();
  const settable = { name: tenant.name, slug: tenant.slug, contactEmail: tenant.contactEmail };
  const [form, fields] = useForm({
    id: 'edit-tenant',
    lastResult,
    defaultValue: { ...settable, before: writeBefore(settable) },
    onValidate: ({ formData }) => parseWithZod(formData, { schema: editTenantSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid('edit-tenant', lastResult);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section max-w-[560px]">
        <h1 className="page-title">Edit {tenant.name}</h1>
        <div className="card p-5">
          <Form method="post" className="form" {...getFormProps(form)}>
            <input type="hidden" name={fields.before.name} value={fields.before.value} />
            <ErrorSummary
              form={form}
              fields={[
                { field: fields.name, label: 'name' },
                { field: fields.slug, label: 'slug' },
                { field: fields.contactEmail, label: 'contact e-mail' },
              ]}
            />
            <Field field={fields.name} label="Name" inputProps={{ required: true, autoComplete: 'off' }} />
            <Field
              field={fields.slug}
              label="Slug"
              hint="Its subdomain, and how applications name it when they report. Under the old one it is no longer found."
              inputProps={{ required: true, autoComplete: 'off', spellCheck: false }}
            />
            <Field
              field={fields.contactEmail}
              label="Contact e-mail"
              hint="Whom to write to about this tenant."
              inputProps={{ type: 'email', required: true, autoComplete: 'off' }}
            />
            <div className="flex flex-wrap gap-2">
              <SubmitButton isPending={isPending} pendingLabel="Saving changes">
                Save changes
              </SubmitButton>
              <ButtonLink to={paths.tenant(tenant.id)}>Cancel</ButtonLink>
            </div>
          </Form>
        </div>
      </div>
      <UnsavedGuard formId="edit-tenant" />
    </main>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel thing="tenant" backTo={paths.tenants()} backLabel="Open the tenants" />;
}
