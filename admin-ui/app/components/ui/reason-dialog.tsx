import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form } from '@remix-run/react';
import type { LucideIcon } from 'lucide-react';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { usePending } from '#app/lib/forms.ts';
import { reasonSchema, typedReasonSchema } from '#app/lib/reason-form.ts';
import { SubmitButton } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { ErrorSummary, Field } from './field.tsx';

export type Effect = { Icon: LucideIcon; text: string };

type ReasonDialogProps = {
  /** Value of the hidden field `intent`: one branch of the route's action. */
  intent: string;
  /** The question, with the object's name. */
  title: string;
  /** What happens, with real counts. */
  effects: readonly Effect[];
  cancelTo: string;
  openerId: string;
  /** The button repeats the verb: "Revoke override". */
  submitLabel: string;
  pendingLabel: string;
  isDanger?: boolean;
  hint?: string;
  /** To be typed, for what cannot be undone. */
  typed?: string;
  /** Other fields of the form, for example which rows are meant. */
  hidden?: readonly (readonly [name: string, value: string])[];
  lastResult: SubmissionResult | undefined;
};

/**
 * Asks before something serious: effects, a reason, and where it cannot be undone a typed name. The action parses with
 * `reasonSchema` or `typedReasonSchema` of `lib/reason-form.ts`.
 */
export function ReasonDialog(props: ReasonDialogProps) {
  const { intent, title, effects, cancelTo, openerId, submitLabel, pendingLabel, isDanger = true } = props;
  const { hint = 'Recorded in the audit log.', typed, hidden = [], lastResult } = props;
  const id = `${intent}-form`;
  const isPending = usePending(intent);
  const [form, fields] = useForm<{ reason: string; typed: string }>({
    id,
    lastResult,
    onValidate: ({ formData }) =>
      // Without a word to type the field does not exist, and the form stays the same.
      parseWithZod(formData, {
        schema: (typed === undefined ? reasonSchema : typedReasonSchema(typed)) as ReturnType<
          typeof typedReasonSchema
        >,
      }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid(id, lastResult);
  return (
    <ConfirmDialog
      title={title}
      cancelTo={cancelTo}
      formId={form.id}
      openerId={openerId}
      submit={
        <SubmitButton
          form={form.id}
          kind={isDanger ? 'danger' : 'primary'}
          isPending={isPending}
          pendingLabel={pendingLabel}
        >
          {submitLabel}
        </SubmitButton>
      }
    >
      <ul className="effects">
        {effects.map(({ Icon, text }) => (
          <li key={text}>
            <Icon className="icon" aria-hidden />
            <span>{text}</span>
          </li>
        ))}
      </ul>
      <Form method="post" preventScrollReset {...getFormProps(form)}>
        <input type="hidden" name="intent" value={intent} />
        {hidden.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <div className="grid gap-3">
          <ErrorSummary form={form} fields={[]} />
          <Field
            field={fields.reason}
            label="Reason"
            hint={hint}
            inputProps={{ required: true, autoComplete: 'off' }}
          />
          {typed === undefined ? null : (
            <Field
              field={fields.typed}
              label={`Type ${typed} to confirm`}
              inputProps={{ required: true, autoComplete: 'off' }}
            />
          )}
        </div>
      </Form>
    </ConfirmDialog>
  );
}
