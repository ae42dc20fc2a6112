import { getFormProps, useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Form } from '@remix-run/react';
import { useState } from 'react';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { ErrorSummary, Field } from '#app/components/ui/field.tsx';
import { useFocusFirstInvalid } from '#app/lib/focus-first-invalid.ts';
import { usePending } from '#app/lib/forms.ts';
import { incidentNoteSchema } from '#app/lib/incident-form.ts';
import { useWhenDone } from './use-when-done.ts';

type NoteProps = { lastResult: SubmissionResult | undefined };

/** A note for the timeline. It is emptied when it was taken, not when somebody else writes one. */
export function NoteForm({ lastResult }: NoteProps) {
  const [round, setRound] = useState(0);
  return (
    <Card>
      <CardHead as="h2" title="Add a note" />
      <NoteFields
        key={round}
        round={round}
        lastResult={lastResult}
        onSaved={() => setRound((known) => known + 1)}
      />
    </Card>
  );
}

type FieldsProps = NoteProps & { round: number; onSaved: () => void };

function NoteFields({ lastResult, round, onSaved }: FieldsProps) {
  const isPending = usePending('note');
  const id = `incident-note-${round}`;
  const [form, fields] = useForm({
    id,
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: incidentNoteSchema }),
    shouldRevalidate: 'onInput',
  });
  useFocusFirstInvalid(id, lastResult);
  useWhenDone(isPending, lastResult, onSaved);
  return (
    <Form method="post" className="form card-body" preventScrollReset {...getFormProps(form)}>
      <input type="hidden" name="intent" value="note" />
      <ErrorSummary form={form} fields={[]} />
      <Field field={fields.text} label="Note" hint="What was found, tried or decided." rows={3} />
      <div>
        <SubmitButton kind="plain" isPending={isPending} pendingLabel="Adding note">
          Add note
        </SubmitButton>
      </div>
    </Form>
  );
}
