import { getFormProps, useForm } from '@conform-to/react';
import { getZodConstraint, parseWithZod } from '@conform-to/zod/v4';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { BrandMark } from '#app/components/brand.tsx';
import { ErrorPage } from '#app/components/error-page.tsx';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import { replyWithUserErrors, usePending } from '#app/lib/forms.ts';
import { isForbidden, openGateway } from '#app/lib/gateway.server.ts';
import { paths, safeRedirect } from '#app/lib/paths.ts';
import { findCaller } from '#app/lib/require-caller.server.ts';
import { endSession, startSession } from '#app/lib/session.server.ts';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { SignInMutation } from './documents.ts';
import { signInSchema } from './form.ts';

export const meta: MetaFunction = () => [{ title: 'Sign in · Intendant' }];

export async function loader(args: LoaderFunctionArgs) {
  const target = new URL(args.request.url).searchParams.get('redirectTo');
  const redirectTo = safeRedirect(target, paths.home());
  const caller = await findCaller(args).catch((error: unknown) => {
    // The session is good but opens nothing here, being that of somebody of several tenants: it must not be in the way
    // of another one.
    if (!isForbidden(error)) throw error;
    const { pathname, search } = new URL(args.request.url);
    throw redirect(`${pathname}${search}`, { headers: { 'Set-Cookie': endSession(args.context) } });
  });
  if (caller !== null) throw redirect(redirectTo);
  return { redirectTo, isReturning: target !== null };
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const submission = parseWithZod(form, { schema: signInSchema });
  if (submission.status !== 'success') return submission.reply({ hideFields: ['password'] });

  const { signIn } = await openGateway(args).mutate(SignInMutation, { input: submission.value });

  if (!signIn.sessionToken) {
    return replyWithUserErrors(submission, signIn.userErrors, ['email', 'password'], ['password']);
  }
  return redirect(safeRedirect(form.get('redirectTo')), {
    headers: { 'Set-Cookie': startSession(args.context, signIn.sessionToken, signIn.expiresAt) },
  });
}

export default function SignIn() {
  const { redirectTo, isReturning } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const isPending = usePending();
  const [form, fields] = useForm({
    id: 'sign-in',
    lastResult,
    constraint: getZodConstraint(signInSchema),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: signInSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid('sign-in', lastResult);
  return (
    <main id="main" tabIndex={-1} className="grid min-h-screen place-items-center px-4 py-14">
      <div className="sign-in">
        <div className="flex items-center gap-3">
          <BrandMark size={30} />
          <span className="font-serif text-[1.5rem] leading-none">Intendant</span>
        </div>
        <div>
          <h1 className="font-serif text-xl leading-tight">Sign in to the platform</h1>
          <p className="mt-1 text-ink-2">
            {isReturning ? 'Sign in to continue where you were.' : 'For platform staff.'}
          </p>
        </div>
        <Form method="post" className="form" {...getFormProps(form)}>
          <input type="hidden" name="redirectTo" value={redirectTo} />
          <ErrorSummary
            form={form}
            fields={[
              { field: fields.email, label: 'E-mail' },
              { field: fields.password, label: 'Password' },
            ]}
          />
          <Field
            field={fields.email}
            label="E-mail"
            inputProps={{ type: 'email', autoComplete: 'username' }}
          />
          <Field
            field={fields.password}
            label="Password"
            inputProps={{ type: 'password', autoComplete: 'current-password' }}
          />
          <SubmitButton isPending={isPending} pendingLabel="Signing in">
            Sign in
          </SubmitButton>
        </Form>
      </div>
    </main>
  );
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
