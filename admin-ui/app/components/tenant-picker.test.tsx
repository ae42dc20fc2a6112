import '@testing-library/jest-dom';
import { createRemixStub } from '@remix-run/testing';
import { screen, render, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { writeNamedTenant } from '#app/lib/tenant-choice.ts';
import { serverPage } from '#app/testing/server-page.ts';
import { TenantPicker } from './tenant-picker.tsx';

const hanse = { id: 't1', name: 'Hanse' };
const alto = { id: 't2', name: 'Coro Alto' };
const path = '/choose';

type Sent = Record<string, string | string[]>;

/** The page as the server sends it, for a form that came back with these values. */
function serve(initialValue?: Sent, options: { isSingle?: boolean; error?: string } = {}) {
  const Stub = createRemixStub([
    {
      path,
      Component: () => (
        <form aria-label="Choose">
          <TenantPicker
            id="choose-tenants"
            name="tenantIds"
            label="Tenants"
            hint="Who is meant."
            chosen={[hanse]}
            result={initialValue ? { initialValue } : undefined}
            {...options}
          />
        </form>
      ),
    },
  ]);
  const page = <Stub initialEntries={[path]} />;
  const container = serverPage(page);
  const hydrate = () => render(page, { container, hydrate: true });
  return { hydrate };
}

afterEach(() => document.body.replaceChildren());

const sent = () =>
  [...new FormData(screen.getByRole<HTMLFormElement>('form', { name: 'Choose' })).entries()]
    .filter(([name]) => name === 'tenantIds')
    .map(([, value]) => value);

test('before JavaScript the search is a field with a button of its own, and who is chosen a ticked box', () => {
  serve();

  expect(screen.getByRole('searchbox', { name: 'Search tenants to add' })).toHaveAttribute(
    'name',
    'tenantSearch',
  );
  const find = screen.getByRole('button', { name: 'Find' });
  expect(find).toHaveAttribute('formnovalidate');
  expect(find).toHaveAttribute('formaction', `${path}#choose-tenants-choice`);
  expect(screen.getByRole('checkbox', { name: 'Hanse' })).toBeChecked();
  expect(screen.queryByRole('button', { name: /Remove/ })).toBeNull();
});

test('Enter in another field of the form does not press the search', () => {
  serve();

  const [first] = document.querySelectorAll<HTMLButtonElement>('button[type="submit"]');

  expect(first).not.toHaveAttribute('name');
});

test('before JavaScript what was found is offered beside what stays ticked, and one of them where one is wanted', () => {
  const named = [writeNamedTenant(hanse), writeNamedTenant(alto)];
  serve({ tenantIds: 't2', namedTenants: named, searchedTenants: 'o' }, { isSingle: true });

  expect(screen.getByRole('radio', { name: 'Coro Alto' })).toBeChecked();
  expect(screen.getByRole('radio', { name: 'Hanse' })).not.toBeChecked();
  expect(sent()).toEqual(['t2']);
});

test.each([
  ['nobody', 'No other tenant matches “nobody”.'],
  ['', 'Write a part of the name or slug, then find it.'],
])('says before JavaScript what came of a search for “%s”', (searchedTenants, said) => {
  serve({ searchedTenants });

  expect(screen.getByRole('status')).toHaveTextContent(said);
});

test('keeps what was ticked and typed before JavaScript, and offers what was found', async () => {
  const { hydrate } = serve({ namedTenants: writeNamedTenant(alto), searchedTenants: 'alto' });
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Coro Alto' });
  box.checked = true;

  hydrate();

  await userEvent.click(await screen.findByRole('button', { name: 'Remove Coro Alto' }));
  await waitFor(() => expect(sent()).toEqual([]));
  await userEvent.click(screen.getByRole('button', { name: 'Add Coro Alto' }));
  expect(sent()).toEqual(['t2']);
  expect(screen.getByRole('searchbox')).not.toHaveAttribute('name');
});

test('keeps what was typed before JavaScript', async () => {
  const { hydrate } = serve();
  screen.getByRole<HTMLInputElement>('searchbox').value = 'han';

  hydrate();

  expect(await screen.findByRole('button', { name: 'Remove Hanse' })).toBeVisible();
  expect(screen.getByRole('searchbox')).toHaveValue('han');
});

test('puts the reason at the control that has the focus', () => {
  serve(undefined, { error: 'Choose a tenant.' });

  expect(screen.getByRole('searchbox')).toBeInvalid();
  expect(screen.getByRole('searchbox')).toHaveAccessibleDescription(/Choose a tenant\./);
});
