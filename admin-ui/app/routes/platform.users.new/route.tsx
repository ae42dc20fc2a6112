import { getFormProps, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { UnsavedGuard } from '#app/components/unsaved-guard.tsx';
import { ButtonLink, SubmitButton } from '#app/components/ui/button.tsx';
import { SelectField } from '#app/components/ui/choice-field.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import { platformRoleOptions, platformRoles, platformRoleWords } from '#app/components/user-words.ts';
import type { PlatformRole } from '#app/gql/graphql.ts';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { replyWithUserErrors, usePending } from '#app/lib/forms.ts';
import { forbidden, type Gateway } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { redirectWithToast } from '#app/lib/toast.server.ts';
import { CreateUserMutation, GiveFirstRoleMutation } from './documents.ts';
import { createUserSchema } from './user-form.ts';

export const meta: MetaFunction = () => [{ title: 'Create user · Intendant' }];

export const handle = {
  crumbs: () => [
    { label: 'Users', to: paths.users() },
    { label: 'Create user', to: paths.newUser() },
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireCaller(args, 'platform:read', 'users:write');
  const asked = new URL(args.request.url).searchParams.get('role');
  return {
    role: platformRoles.find((role) => role === asked) ?? null,
    canRoles: may(caller, 'roles:write'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'users:write');
  const submission = parseWithZod(await args.request.formData(), { schema: createUserSchema });
  // A password is never sent back into a page.
  if (submission.status !== 'success') return submission.reply({ hideFields: ['password'] });
  const { role, ...input } = submission.value;
  if (role !== undefined && !may(caller, 'roles:write')) throw forbidden();

  const { createUser } = await gateway.mutate(CreateUserMutation, { input });

  const { user, userErrors } = createUser;
  if (!user) return replyWithUserErrors(submission, userErrors, ['name', 'email', 'password'], ['password']);
  const roleText = role === undefined ? '' : await giveRole(gateway, user.id, role);
  return redirectWithToast(paths.user(user.id), 'User created', `${user.name}${roleText}.`);
}

/** The person exists by then, so a refused role is told and not an error of the form. */
async function giveRole(gateway: Gateway, userId: string, role: PlatformRole): Promise<string> {
  const { setPlatformRole } = await gateway.mutate(GiveFirstRoleMutation, { input: { userId, role } });
  if (setPlatformRole.user) return `, ${platformRoleWords[role]}`;
  return `, without a platform role: ${setPlatformRole.userErrors.map(({ message }) => message).join(' ')}`;
}

export default function NewUser() {
  const { role, canRoles } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const isPending = usePending();
  const [form, fields] = useForm({
    id: 'create-user',
    lastResult,
    defaultValue: { role: role ?? '' },
    onValidate: ({ formData }) => parseWithZod(formData, { schema: createUserSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid('create-user', lastResult);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section max-w-[560px]">
        <h1 className="page-title">Create user</h1>
        <div className="card p-5">
          <Form method="post" className="form" {...getFormProps(form)}>
            <ErrorSummary
              form={form}
              fields={[
                { field: fields.name, label: 'name' },
                { field: fields.email, label: 'e-mail' },
                { field: fields.password, label: 'first password' },
                { field: fields.role, label: 'platform role' },
              ]}
            />
            <Field field={fields.name} label="Name" inputProps={{ required: true, autoComplete: 'off' }} />
            <Field
              field={fields.email}
              label="E-mail"
              hint="The person signs in with it."
              inputProps={{ type: 'email', required: true, autoComplete: 'off' }}
            />
            <Field
              field={fields.password}
              label="First password"
              hint="At least 12 characters. Tell it to the person yourself; nothing is sent."
              inputProps={{ type: 'password', required: true, autoComplete: 'new-password' }}
            />
            {canRoles ? (
              <SelectField
                field={fields.role}
                label="Platform role"
                hint="Somebody of a tenant needs none: their role is given on their page."
                options={platformRoleOptions}
              />
            ) : null}
            <div className="flex flex-wrap gap-2">
              <SubmitButton isPending={isPending} pendingLabel="Creating user">
                Create user
              </SubmitButton>
              <ButtonLink to={role === null ? paths.users() : paths.admins()}>Cancel</ButtonLink>
            </div>
          </Form>
        </div>
      </div>
      <UnsavedGuard formId="create-user" />
    </main>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel backTo={paths.users()} backLabel="Open the users" />;
}
