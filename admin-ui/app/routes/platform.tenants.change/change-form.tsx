import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form } from '@remix-run/react';
import { Database, KeyRound, RotateCcw, Users, type LucideIcon } from 'lucide-react';
import { ButtonLink, SubmitButton } from '#app/components/ui/button.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { formatCount, plural } from '#app/lib/format.ts';
import { usePending } from '#app/lib/forms.ts';
import { suspendManySchema } from './form.ts';
import { requestsOf, totalOf, type Change, type ChosenTenant } from './preview.ts';

type Can = { users: boolean; keys: boolean };

type ChangeFormProps = {
  change: Change;
  changing: readonly ChosenTenant[];
  can: Can;
  back: string;
  lastResult: SubmissionResult | undefined;
};

/** What the change concerns in real counts, and what it takes to make it. */
export function ChangeForm({ change, changing, can, back, lastResult }: ChangeFormProps) {
  const isSuspending = change === 'suspend';
  const isPending = usePending();
  const [form, fields] = useForm<{ reason: string; count: string; id: string[] }>({
    id: 'change-tenants',
    lastResult,
    onValidate: isSuspending
      ? ({ formData }) => parseWithZod(formData, { schema: suspendManySchema(changing.length) })
      : undefined,
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid(form.id, lastResult);
  const count = plural(changing.length, 'tenant');
  return (
    <div className="card p-5">
      <ul className="effects mb-4 text-ink-2">
        {(isSuspending ? suspendEffects(changing, can) : reactivateEffects(changing, can)).map(
          ({ Icon, text }) => (
            <li key={text}>
              <Icon className="icon" aria-hidden />
              <span>{text}</span>
            </li>
          ),
        )}
      </ul>
      <Form method="post" className="form" {...getFormProps(form)}>
        {changing.map(({ tenant }) => (
          <input key={tenant.id} type="hidden" name="id" value={tenant.id} />
        ))}
        {changing.map(({ tenant, name }) => (
          <input key={tenant.id} type="hidden" name="name" value={name} />
        ))}
        <ErrorSummary form={form} fields={[]} />
        {isSuspending ? (
          <>
            <Field
              field={fields.reason}
              label="Reason"
              hint="Recorded in the audit log and shown to operators, for each of them."
              inputProps={{ required: true, autoComplete: 'off' }}
            />
            <Field
              field={fields.count}
              label={`Type ${changing.length} to confirm`}
              hint="The number of tenants that will be suspended."
              inputProps={{ required: true, autoComplete: 'off', inputMode: 'numeric' }}
            />
          </>
        ) : null}
        <div className="flex flex-wrap gap-2">
          <ButtonLink to={back}>Cancel</ButtonLink>
          <SubmitButton
            kind={isSuspending ? 'danger' : 'primary'}
            isPending={isPending}
            pendingLabel={`${isSuspending ? 'Suspending' : 'Reactivating'} ${count}`}
          >
            {isSuspending ? 'Suspend' : 'Reactivate'} {count}
          </SubmitButton>
        </div>
      </Form>
    </div>
  );
}

type Effect = { Icon: LucideIcon; text: string };

function suspendEffects(tenants: readonly ChosenTenant[], can: Can): Effect[] {
  return [
    ...peopleOf(tenants, can),
    ...trafficOf(tenants, can),
    { Icon: Database, text: 'Their data is kept, and their history stays readable.' },
    {
      Icon: RotateCcw,
      text: 'All of them or none: when one is refused, nothing changes. You can reactivate at any time.',
    },
  ];
}

function reactivateEffects(tenants: readonly ChosenTenant[], can: Can): Effect[] {
  const members = can.users ? totalOf(tenants, ({ tenant }) => tenant.memberCount) : null;
  return [
    ...(members === null
      ? []
      : [{ Icon: Users, text: `${plural(members, 'person belongs', 'people belong')} to them.` }]),
    {
      Icon: RotateCcw,
      text: 'They are in use again at once. All of them or none: when one is refused, nothing changes.',
    },
  ];
}

function peopleOf(tenants: readonly ChosenTenant[], can: Can): Effect[] {
  if (!can.users) return [];
  const signedIn = totalOf(tenants, ({ tenant }) => tenant.signedInCount);
  const members = totalOf(tenants, ({ tenant }) => tenant.memberCount);
  if (signedIn === null || members === null)
    return [{ Icon: Users, text: 'How many people are signed in is not known: Security did not answer.' }];
  return [
    {
      Icon: Users,
      text: `${plural(signedIn, 'person is', 'people are')} signed in now, of ${plural(members, 'member')}.`,
    },
  ];
}

function trafficOf(tenants: readonly ChosenTenant[], can: Can): Effect[] {
  const keys = can.keys ? totalOf(tenants, ({ tenant }) => tenant.activeApiKeyCount) : null;
  const requests = totalOf(tenants, requestsOf);
  const arrived =
    requests === null
      ? null
      : `${formatCount(requests)} ${requests === 1 ? 'request' : 'requests'} arrived in the last 24 h`;
  if (keys === null) return arrived === null ? [] : [{ Icon: KeyRound, text: `${arrived}.` }];
  const work = `${plural(keys, 'API key works', 'API keys work')} now`;
  return [{ Icon: KeyRound, text: arrived === null ? `${work}.` : `${work}; ${arrived}.` }];
}
