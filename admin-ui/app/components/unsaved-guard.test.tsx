import '@testing-library/jest-dom';
import { Form, Link } from '@remix-run/react';
import { redirect } from '@remix-run/node';
import { createRemixStub } from '@remix-run/testing';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import '#app/testing/quiet-router.ts';
import { UnsavedGuard } from './unsaved-guard.tsx';

function open() {
  const Stub = createRemixStub([
    {
      path: '/form',
      action: () => redirect('/elsewhere'),
      Component: () => (
        <>
          <Form method="post" id="change">
            <input type="hidden" name="requestKey" value={Math.random()} />
            <input aria-label="Name" name="name" defaultValue="Hanse" />
            <button type="submit">Save</button>
          </Form>
          <Link to="/elsewhere">Elsewhere</Link>
          <UnsavedGuard formId="change" />
        </>
      ),
    },
    { path: '/elsewhere', Component: () => <p>Another page</p> },
  ]);
  render(<Stub initialEntries={['/form']} />);
}

const write = async () => userEvent.type(await screen.findByLabelText('Name'), ' Sinfonietta');
const leave = () => userEvent.click(screen.getByRole('link', { name: 'Elsewhere' }));

test('asks before what was written is lost, and stays on request with what was written', async () => {
  open();
  await write();

  await leave();
  expect(await screen.findByRole('alertdialog', { name: 'Leave without saving?' })).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Stay on the page' }));

  expect(screen.queryByRole('alertdialog')).toBeNull();
  await waitFor(() => expect(screen.getByRole('link', { name: 'Elsewhere' })).toHaveFocus());
  expect(screen.getByLabelText('Name')).toHaveValue('Hanse Sinfonietta');
});

test('leaves when that is what was meant', async () => {
  open();
  await write();

  await leave();
  await userEvent.click(await screen.findByRole('button', { name: 'Leave without saving' }));

  expect(await screen.findByText('Another page')).toBeVisible();
});

test('asks nothing while the form is as it was', async () => {
  open();
  await write();
  await userEvent.clear(screen.getByLabelText('Name'));
  await userEvent.type(screen.getByLabelText('Name'), 'Hanse');

  await leave();

  expect(await screen.findByText('Another page')).toBeVisible();
});

test('asks nothing when the form is sent, nor where its answer leads', async () => {
  open();
  await write();

  await userEvent.click(screen.getByRole('button', { name: 'Save' }));

  expect(await screen.findByText('Another page')).toBeVisible();
});

test('lets the browser ask before the window is closed, while something was written', async () => {
  open();
  await screen.findByLabelText('Name');
  // The browser asks when the event is cancelled.
  expect(fireEvent(window, new Event('beforeunload', { cancelable: true }))).toBe(true);

  await write();

  expect(fireEvent(window, new Event('beforeunload', { cancelable: true }))).toBe(false);
});
