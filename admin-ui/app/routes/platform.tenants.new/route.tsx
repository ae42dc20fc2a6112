import { getFormProps, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData } from '@remix-run/react';
import { useState } from 'react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ButtonLink, SubmitButton } from '#app/components/ui/button.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { replyWithUserErrors, usePending } from '#app/lib/forms.ts';
import { paths } from '#app/lib/paths.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { createTenantSchema, suggestSlug } from '#app/lib/tenant-form.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { CreateTenantMutation } from './documents.ts';

export const meta: MetaFunction = () => [{ title: 'Create tenant · Intendant' }];

export const handle = {
  crumbs: () => [
    { label: 'Tenants', to: paths.tenants() },
    { label: 'Create tenant', to: paths.newTenant() },
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  await requireCaller(args, 'platform:read', 'tenants:write');
  return null;
}

export async function action(args: ActionFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'tenants:write');
  const submission = parseWithZod(await args.request.formData(), { schema: createTenantSchema });
  if (submission.status !== 'success') return submission.reply();

  const { createTenant } = await gateway.mutate(CreateTenantMutation, { input: submission.value });

  const { tenant, userErrors } = createTenant;
  if (!tenant) return replyWithUserErrors(submission, userErrors, ['name', 'slug', 'contactEmail']);
  return redirectWithToast(paths.tenant(tenant.id), 'Tenant created', `${tenant.name}, slug ${tenant.slug}.`);
}

export default function NewTenant() {
  const lastResult = useActionData<typeof action>();
  const isPending = usePending();
  const [suggestion, setSuggestion] = useState('');
  const [form, fields] = useForm({
    id: 'create-tenant',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: createTenantSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid('create-tenant', lastResult);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section max-w-[560px]">
        <h1 className="page-title">Create tenant</h1>
        <div className="card p-5">
          <Form method="post" className="form" {...getFormProps(form)}>
            <ErrorSummary
              form={form}
              fields={[
                { field: fields.name, label: 'name' },
                { field: fields.slug, label: 'slug' },
                { field: fields.contactEmail, label: 'contact e-mail' },
              ]}
            />
            <Field
              field={fields.name}
              label="Name"
              hint="As the customer writes it."
              inputProps={{
                required: true,
                autoComplete: 'off',
                onChange: (event) => setSuggestion(suggestSlug(event.currentTarget.value)),
              }}
            />
            <Field
              field={fields.slug}
              label="Slug"
              hint="The subdomain: 3 to 63 of a to z, 0 to 9 and hyphens. Left empty, it is made from the name."
              inputProps={{ autoComplete: 'off', spellCheck: false, placeholder: suggestion || undefined }}
            />
            <Field
              field={fields.contactEmail}
              label="Contact e-mail"
              hint="Whom to write to about this tenant."
              inputProps={{ type: 'email', required: true, autoComplete: 'off' }}
            />
            <div className="flex flex-wrap gap-2">
              <SubmitButton isPending={isPending} pendingLabel="Creating tenant">
                Create tenant
              </SubmitButton>
              <ButtonLink to={paths.tenants()}>Cancel</ButtonLink>
            </div>
          </Form>
        </div>
      </div>
    </main>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel backTo={paths.tenants()} backLabel="Open the tenants" />;
}
