import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { Form } from '@remix-run/react';
import { LogOut, ScrollText, UserX, type LucideIcon } from 'lucide-react';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { SelectField } from '#app/components/ui/choice-field.tsx';
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx';
import { ErrorSummary } from '#app/components/ui/field.tsx';
import { platformRoleMeanings, platformRoleOptions } from '#app/components/user-words.ts';
import type { PlatformRole } from '#app/gql/graphql.ts';
import { writeBefore } from '#app/lib/changed-fields.ts';
import { plural } from '#app/lib/format.ts';
import { usePending } from '#app/lib/forms.ts';
import { paths } from '#app/lib/paths.ts';

export type UserFacts = {
  id: string;
  name: string;
  platformRole?: PlatformRole | null;
  openSessions?: number | null;
};
type FormProps = { user: UserFacts; lastResult: SubmissionResult | undefined };

export const userIntents = ['disable', 'enable', 'end-sessions'] as const;
export type UserIntent = (typeof userIntents)[number];

type Question = {
  title: (user: UserFacts) => string;
  effects: (user: UserFacts) => { Icon: LucideIcon; text: string }[];
  verb: string;
  pending: string;
  isDanger: boolean;
};

const recorded = { Icon: ScrollText, text: 'It is recorded in the audit log.' };

const questions: Record<UserIntent, Question> = {
  disable: {
    title: (user) => `Disable ${user.name}?`,
    effects: (user) => [
      {
        Icon: LogOut,
        text: `${plural(user.openSessions ?? 0, 'open session ends', 'open sessions end')} at once.`,
      },
      { Icon: UserX, text: 'The person can no longer sign in. You can enable them again at any time.' },
      recorded,
    ],
    verb: 'Disable user',
    pending: 'Disabling user',
    isDanger: true,
  },
  enable: {
    title: (user) => `Enable ${user.name}?`,
    effects: () => [
      { Icon: UserX, text: 'The person can sign in again, with the roles they have.' },
      recorded,
    ],
    verb: 'Enable user',
    pending: 'Enabling user',
    isDanger: false,
  },
  'end-sessions': {
    title: (user) => `End the sessions of ${user.name}?`,
    effects: (user) => [
      {
        Icon: LogOut,
        text: `${plural(user.openSessions ?? 0, 'open session ends', 'open sessions end')} at once, live pages too.`,
      },
      { Icon: UserX, text: 'The person can sign in again.' },
      recorded,
    ],
    verb: 'End sessions',
    pending: 'Ending sessions',
    isDanger: true,
  },
};

export function ConfirmUserChange({ user, intent, lastResult }: FormProps & { intent: UserIntent }) {
  const isPending = usePending(intent);
  const [form] = useForm({ id: `${intent}-user`, lastResult });
  const { title, effects, verb, pending, isDanger } = questions[intent];
  return (
    <ConfirmDialog
      title={title(user)}
      cancelTo={paths.user(user.id)}
      formId={form.id}
      openerId={intent}
      submit={
        <SubmitButton
          form={form.id}
          kind={isDanger ? 'danger' : 'primary'}
          isPending={isPending}
          pendingLabel={pending}
        >
          {verb}
        </SubmitButton>
      }
    >
      <ul className="effects">
        {effects(user).map(({ Icon, text }) => (
          <li key={text}>
            <Icon className="icon" aria-hidden />
            <span>{text}</span>
          </li>
        ))}
      </ul>
      <Form method="post" preventScrollReset {...getFormProps(form)}>
        <input type="hidden" name="intent" value={intent} />
        <ErrorSummary form={form} fields={[]} />
      </Form>
    </ConfirmDialog>
  );
}

export function PlatformRoleForm({ user, lastResult }: FormProps) {
  const isPending = usePending('role');
  const settable = { role: user.platformRole ?? '' };
  const [form, fields] = useForm<{ role: string; before: string }>({
    id: `platform-role-${user.platformRole ?? 'none'}`,
    lastResult,
    defaultValue: { ...settable, before: writeBefore(settable) },
  });
  return (
    <Form method="post" className="form" preventScrollReset {...getFormProps(form)}>
      <input type="hidden" name="intent" value="role" />
      <input type="hidden" name={fields.before.name} value={fields.before.value} />
      <ErrorSummary form={form} fields={[]} />
      <SelectField
        field={fields.role}
        label="Platform role"
        hint={
          user.platformRole ? platformRoleMeanings[user.platformRole] : 'No access to the platform pages.'
        }
        options={platformRoleOptions}
      />
      <div>
        <SubmitButton kind="plain" isPending={isPending} pendingLabel="Changing role">
          Change role
        </SubmitButton>
      </div>
    </Form>
  );
}
