import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/users/:userId';

const aPerson = {
  id: 'u1',
  name: 'Ana Ito',
  email: 'ana@stage.example',
  platformRole: 'SUPPORT',
  isDisabled: false,
  openSessions: 2,
  lastSignedInAt: null,
  createdAt: '2026-01-02T09:00:00.000Z',
  memberships: [
    { id: 'm1', role: 'OWNER', createdAt: '2026-01-02T09:00:00.000Z', tenant: { id: 't1', name: 'Hanse' } },
  ],
};
const changed = { user: { name: 'Ana Ito', platformRole: 'ADMIN' }, userErrors: [] };
const membership = { membership: { role: 'VIEWER', user: { name: 'Ana Ito' } }, userErrors: [] };

type Given = { permissions?: string[]; user?: object | null; search?: string; answers?: Answers };

function show({ permissions = roles.owner, user = {}, search = '', answers = {} }: Given = {}) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    UserPage: { data: { user: user && { ...aPerson, ...user }, auditEntries: { nodes: [] } } },
    UserRole: { data: { user: { id: 'u1', platformRole: 'SUPPORT' } } },
    DisableUser: { data: { disableUser: changed } },
    EnableUser: { data: { enableUser: changed } },
    EndSessions: { data: { endSessions: { ...changed, ended: 2 } } },
    SetPlatformRole: { data: { setPlatformRole: changed } },
    SetMembershipOfUser: { data: { setMembership: membership } },
    RemoveMembershipOfUser: { data: { removeMembership: membership } },
    ...answers,
  });
  renderRoute(route, { path, at: `/platform/users/u1${search}`, context });
  return (operation: string) =>
    calls.filter((call) => call.operation === operation).map(({ variables }) => variables['input']);
}

test.each([
  ['disable', 'Disable Ana Ito?', 'Disable user', 'DisableUser', { id: 'u1' }],
  ['end-sessions', 'End the sessions of Ana Ito?', 'End sessions', 'EndSessions', { userId: 'u1' }],
] as const)('asks before it does %s, with how many sessions end, and does it once', async (...given) => {
  const [confirm, title, verb, operation, input] = given;
  const sent = show({ search: `?confirm=${confirm}` });
  const dialog = await screen.findByRole('alertdialog', { name: title });
  expect(dialog).toHaveTextContent('2 open sessions end at once');

  await userEvent.dblClick(screen.getByRole('button', { name: verb }));

  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(sent(operation)).toEqual([input]);
});

test('lets a disabled person in again', async () => {
  const sent = show({ user: { isDisabled: true }, search: '?confirm=enable' });

  await userEvent.click(await screen.findByRole('button', { name: 'Enable user' }));

  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(sent('EnableUser')).toEqual([{ id: 'u1' }]);
});

test('says why the last owner cannot be disabled, where it was asked for', async () => {
  const userErrors = [{ message: 'The last owner stays.', field: ['input', 'id'] }];
  show({
    search: '?confirm=disable',
    answers: { DisableUser: { data: { disableUser: { user: null, userErrors } } } },
  });

  await userEvent.click(await screen.findByRole('button', { name: 'Disable user' }));

  expect(await within(screen.getByRole('alertdialog')).findByText('The last owner stays.')).toBeVisible();
});

test('gives another platform role, and takes it away', async () => {
  const sent = show();
  await userEvent.selectOptions(await screen.findByLabelText('Platform role'), 'ADMIN');
  await userEvent.click(screen.getByRole('button', { name: 'Change role' }));
  await waitFor(() => expect(sent('SetPlatformRole')).toEqual([{ userId: 'u1', role: 'ADMIN' }]));
  await userEvent.selectOptions(await screen.findByLabelText('Platform role'), '');

  await userEvent.click(await screen.findByRole('button', { name: 'Change role' }));

  await waitFor(() => expect(sent('SetPlatformRole').at(-1)).toEqual({ userId: 'u1', role: null }));
});

test('does not replace a role somebody else gave meanwhile, until it is sent again', async () => {
  const sent = show({ answers: { UserRole: { data: { user: { id: 'u1', platformRole: 'BILLING' } } } } });
  await userEvent.selectOptions(await screen.findByLabelText('Platform role'), 'ADMIN');
  await userEvent.click(screen.getByRole('button', { name: 'Change role' }));
  await waitFor(() =>
    expect(screen.getByLabelText('Platform role')).toHaveAccessibleDescription(
      /^Somebody set it to “Platform billing” meanwhile\./,
    ),
  );
  expect(screen.getByLabelText('Platform role')).toHaveValue('ADMIN');
  expect(sent('SetPlatformRole')).toEqual([]);

  await userEvent.click(screen.getByRole('button', { name: 'Change role' }));

  await waitFor(() => expect(sent('SetPlatformRole')).toEqual([{ userId: 'u1', role: 'ADMIN' }]));
});

test('keeps the role that was refused in the field, with the reason', async () => {
  const userErrors = [{ message: 'The last owner stays.', field: ['input', 'role'] }];
  show({ answers: { SetPlatformRole: { data: { setPlatformRole: { user: null, userErrors } } } } });
  await userEvent.selectOptions(await screen.findByLabelText('Platform role'), 'VIEWER');

  await userEvent.click(screen.getByRole('button', { name: 'Change role' }));

  await waitFor(() =>
    expect(screen.getByLabelText('Platform role')).toHaveAccessibleDescription(/The last owner stays\./),
  );
  expect(screen.getByLabelText('Platform role')).toHaveValue('VIEWER');
});

test('asks for a tenant before it gives a role there', async () => {
  const sent = show();
  await userEvent.click(await screen.findByText('Give another role'));

  await userEvent.click(screen.getByRole('button', { name: 'Give role' }));

  expect(await screen.findByText('Choose a tenant.')).toBeVisible();
  expect(sent('SetMembershipOfUser')).toEqual([]);
});

test('asks before it takes somebody out of a tenant', async () => {
  const sent = show({ search: '?confirm=remove-membership&membership=m1' });
  await screen.findByRole('alertdialog', { name: 'Remove Ana Ito from Hanse?' });

  await userEvent.click(screen.getByRole('button', { name: 'Remove person' }));

  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(sent('RemoveMembershipOfUser')).toEqual([{ id: 'm1' }]);
});

test('does not offer an admin to change an owner, nor a reader anything', async () => {
  show({ permissions: roles.admin, user: { platformRole: 'OWNER' }, search: '?confirm=disable' });
  await screen.findByText('Platform owner');
  expect(screen.queryByRole('link', { name: 'Disable…' })).toBeNull();
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Change role' })).toBeNull();
});

test('does not offer people to disable themselves', async () => {
  show({ user: { id: 'user-1' } });

  await screen.findByRole('heading', { level: 1, name: 'Ana Ito' });
  expect(screen.queryByRole('link', { name: 'Disable…' })).toBeNull();
});

test('offers a reader nothing to change', async () => {
  show({ permissions: roles.viewer });

  await screen.findByRole('heading', { level: 1, name: 'Ana Ito' });
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.queryByRole('link', { name: /…$/ })).toBeNull();
});

test('says that there is no such user', async () => {
  show({ user: null });

  expect(await screen.findByRole('heading', { name: 'There is no such user' })).toBeVisible();
});
