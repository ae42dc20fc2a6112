import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/users/new';
const created = { user: { id: 'u9', name: 'Ana Ito' }, userErrors: [] };

function show({ permissions = roles.owner, createUser = created as object, search = '' } = {}) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    CreateUser: { data: { createUser } },
    GiveFirstRole: { data: { setPlatformRole: { user: { id: 'u9' }, userErrors: [] } } },
  });
  renderRoute(route, { path, at: `${path}${search}`, context });
  return () => calls.slice(1).filter(({ operation }) => operation !== 'Caller');
}

async function fill(password = 'a long password') {
  await userEvent.type(await screen.findByLabelText('Name'), 'Ana Ito');
  await userEvent.type(screen.getByLabelText('E-mail'), 'ana@stage.example');
  await userEvent.type(screen.getByLabelText('First password'), password);
}
const submit = () => userEvent.dblClick(screen.getByRole('button', { name: 'Create user' }));

test('creates a member of the staff with the role that was asked for, once', async () => {
  const sent = show({ search: '?role=SUPPORT' });
  await fill();

  await submit();

  expect(await screen.findByText('another page')).toBeVisible();
  expect(sent().map(({ operation, variables }) => [operation, variables['input']])).toEqual([
    ['CreateUser', { name: 'Ana Ito', email: 'ana@stage.example', password: 'a long password' }],
    ['GiveFirstRole', { userId: 'u9', role: 'SUPPORT' }],
  ]);
});

test('creates a person without a platform role', async () => {
  const sent = show();
  await fill();

  await submit();

  expect(await screen.findByText('another page')).toBeVisible();
  expect(sent().map(({ operation }) => operation)).toEqual(['CreateUser']);
});

test('says at the field that the address is taken, keeps the rest and forgets the password', async () => {
  const userErrors = [
    { message: 'A user with this e-mail address exists already.', field: ['input', 'email'] },
  ];
  show({ createUser: { user: null, userErrors } });
  await fill();

  await submit();

  expect(await screen.findByRole('alert')).toHaveTextContent('1 field needs a change. E-mail.');
  expect(screen.getByLabelText('E-mail')).toHaveAccessibleDescription(/exists already/);
  expect(screen.getByLabelText('E-mail')).toHaveFocus();
  expect(screen.getByLabelText('Name')).toHaveValue('Ana Ito');
});

test('refuses a short password before sending it', async () => {
  const sent = show();
  await fill('short');

  await submit();

  expect(screen.getByLabelText('First password')).toHaveAccessibleDescription(
    /Write at least 12 characters\./,
  );
  expect(sent()).toEqual([]);
});

test('offers no platform role to who may not give one', async () => {
  show({ permissions: roles.admin });

  await screen.findByLabelText('Name');
  expect(screen.queryByLabelText('Platform role')).toBeNull();
});

test('shuts out who may not write users', async () => {
  show({ permissions: roles.support });

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
