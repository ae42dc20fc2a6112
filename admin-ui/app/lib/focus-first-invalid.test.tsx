import { getFormProps, getInputProps, useForm } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useFocusFirstInvalid } from './focus-first-invalid.ts';
import { z } from './schema.ts';

const schema = z.object({ name: z.string().min(3), reason: z.string().min(3) });

function Form() {
  const [form, fields] = useForm({
    id: 'a-form',
    shouldValidate: 'onSubmit',
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema }),
  });
  useFocusFirstInvalid(form.id, undefined);
  return (
    <form {...getFormProps(form)}>
      <input aria-label="Name" {...getInputProps(fields.name, { type: 'text' })} />
      <input aria-label="Reason" {...getInputProps(fields.reason, { type: 'text' })} />
      <button type="submit">Save</button>
    </form>
  );
}

test('a refused submit leads to the first field to change, and typing in another leads nowhere', async () => {
  render(<Form />);
  const [name, reason] = [screen.getByLabelText('Name'), screen.getByLabelText('Reason')];

  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(document.activeElement).toBe(name));

  await userEvent.type(reason, 'Payment failed', { delay: 5 });
  expect(document.activeElement).toBe(reason);
  expect((reason as HTMLInputElement).value).toBe('Payment failed');
});
