import { getFormProps, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useFetcher, useLoaderData } from '@remix-run/react';
import { useState } from 'react';
import { entitlementTitle } from '#app/components/entitlement-text.ts';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { TenantPicker } from '#app/components/tenant-picker.tsx';
import { UnsavedGuard } from '#app/components/unsaved-guard.tsx';
import { ButtonLink, SubmitButton } from '#app/components/ui/button.tsx';
import { SelectField } from '#app/components/ui/choice-field.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import { findTenants } from '#app/lib/find-tenants.server.ts';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { formatDate } from '#app/lib/format-time.ts';
import { replyWithUserErrors, usePending } from '#app/lib/forms.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { GrantOverrideMutation, NewOverrideQuery } from './documents.ts';
import { endOf, grantOverrideSchema, readLimit } from './override-form.ts';
import { TenantToday } from './tenant-today.tsx';

export const meta: MetaFunction = () => [{ title: 'Grant override · Intendant' }];

export const handle = {
  crumbs: () => [
    { label: 'Enforcement', to: paths.enforcement() },
    { label: 'Grant override', to: paths.newOverride() },
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'billing:write');
  const search = new URL(args.request.url).searchParams;
  const tenantId = search.get('tenant') ?? '';
  const loaded = await gateway.query(NewOverrideQuery, {
    tenantId,
    hasTenant: tenantId !== '' && may(caller, 'tenants:read', 'billing:read'),
  });
  const entitlements = loaded.entitlements ?? [];
  const asked = entitlements.find(({ key }) => key === search.get('entitlement'));
  return {
    tenant: loaded.tenant ?? null,
    entitlements,
    entitlementKey: (asked ?? entitlements[0])?.key ?? '',
  };
}

export async function action(args: ActionFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'billing:write');
  const sent = await args.request.formData();
  const found = await findTenants(gateway, sent);
  if (found) return found;
  const submission = parseWithZod(sent, { schema: grantOverrideSchema });
  if (submission.status !== 'success') return submission.reply();
  const { tenantIds, entitlementKey, limit, isUnlimited, until, reason } = submission.value;

  const { grantOverride } = await gateway.mutate(GrantOverrideMutation, {
    input: {
      tenantId: tenantIds[0] ?? '',
      entitlementKey,
      limit: isUnlimited === undefined ? readLimit(limit ?? '') : null,
      reason,
      expiresAt: new Date(endOf(until)).toISOString(),
    },
  });

  const { override, userErrors } = grantOverride;
  if (!override) {
    // The form calls these fields otherwise than the API.
    const renamed = userErrors.map(({ message, field }) => ({
      message,
      field: field?.map((name) =>
        name === 'expiresAt' ? 'until' : name === 'tenantId' ? 'tenantIds' : name,
      ),
    }));
    return replyWithUserErrors(submission, renamed, [
      'tenantIds',
      'entitlementKey',
      'limit',
      'until',
      'reason',
    ]);
  }
  return redirectWithToast(
    paths.enforcement({ view: 'overrides' }),
    'Override granted',
    `${override.entitlement.name}, until ${formatDate(new Date(override.expiresAt))}.`,
  );
}

export default function NewOverride() {
  const loaded = useLoaderData<typeof loader>();
  const { tenant, entitlements, entitlementKey } = loaded;
  const lastResult = useActionData<typeof action>();
  const isPending = usePending();
  const chosen = useChosenTenant(tenant);
  const [form, fields] = useForm({
    id: 'grant-override',
    lastResult,
    defaultValue: { entitlementKey, tenantIds: tenant ? [tenant.id] : [] },
    onValidate: ({ formData }) => parseWithZod(formData, { schema: grantOverrideSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid('grant-override', lastResult);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Grant override</h1>
            <p className="mt-1 text-ink-2">
              One tenant gets another limit than its plan’s, for a reason and until a day. It ends by itself.
            </p>
          </div>
        </div>
        <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2 tablet:gap-4">
          <div className="card max-w-[560px] p-5">
            <Form method="post" className="form" {...getFormProps(form)}>
              <ErrorSummary
                form={form}
                fields={[
                  { field: fields.tenantIds, label: 'tenant' },
                  { field: fields.entitlementKey, label: 'entitlement' },
                  { field: fields.limit, label: 'limit' },
                  { field: fields.until, label: 'until' },
                  { field: fields.reason, label: 'reason' },
                ]}
              />
              <TenantPicker
                id={fields.tenantIds.id}
                result={lastResult}
                name="tenantIds"
                label="Tenant"
                hint="Who gets it."
                chosen={tenant ? [tenant] : []}
                error={fields.tenantIds.errors?.[0]}
                isSingle
                onChange={chosen.choose}
              />
              <SelectField
                field={fields.entitlementKey}
                label="Entitlement"
                options={entitlements.map((each) => ({ value: each.key, label: entitlementTitle(each) }))}
              />
              <Field
                field={fields.limit}
                label="New limit"
                hint="A whole number; for storage with a unit, for example 10 GB."
                inputProps={{ autoComplete: 'off', inputMode: 'text' }}
              />
              <label className="check">
                <input
                  type="checkbox"
                  name="isUnlimited"
                  defaultChecked={fields.isUnlimited.initialValue === 'on'}
                />{' '}
                Without limit
              </label>
              <Field
                field={fields.until}
                label="Until"
                hint="The last day, in UTC; at most two years ahead."
                inputProps={{ type: 'date', required: true }}
              />
              <Field
                field={fields.reason}
                label="Reason"
                hint="Shown beside the override and kept in the audit log."
                inputProps={{ required: true, autoComplete: 'off' }}
              />
              <div className="flex flex-wrap gap-2">
                <SubmitButton isPending={isPending} pendingLabel="Granting override">
                  Grant override
                </SubmitButton>
                <ButtonLink to={paths.enforcement()}>Cancel</ButtonLink>
              </div>
            </Form>
          </div>
          {chosen.tenant === null ? null : <TenantToday tenant={chosen.tenant} />}
        </div>
      </div>
      <UnsavedGuard formId="grant-override" />
    </main>
  );
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;
type Tenant = NonNullable<Loaded['tenant']>;

/** The tenant of the address, or the one chosen since, whose usage is then asked for. */
function useChosenTenant(tenant: Tenant | null) {
  const [id, setId] = useState(tenant?.id ?? null);
  const found = useFetcher<typeof loader>();
  const known = [tenant, found.data?.tenant].find((each) => each?.id === id) ?? null;
  const choose = (picked: readonly { id: string }[]) => {
    const next = picked[0]?.id ?? null;
    setId(next);
    if (next !== null && next !== tenant?.id) found.load(paths.newOverride({ tenant: next }));
  };
  return { tenant: id === null ? null : known, choose };
}

export function ErrorBoundary() {
  return <ErrorPanel backTo={paths.enforcement()} backLabel="Open enforcement" />;
}
