import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/admins';

const aPerson = {
  id: 'u1',
  name: 'Ana Ito',
  email: 'ana@stage.example',
  platformRole: 'SUPPORT',
  isDisabled: false,
  openSessions: 2,
  lastSignedInAt: null,
};
const staff = {
  users: { totalCount: 51, pageInfo: { hasNextPage: true, endCursor: 'next' }, nodes: [aPerson] },
};

function show(permissions: string[], answer: Answers[string] = { data: staff }) {
  const { context } = fakeGateway({ Caller: aViewer(permissions), PlatformAdmins: answer });
  renderRoute(route, { path, at: path, context });
}

test('lists who holds a role of the platform, what they did, and what each role means', async () => {
  show(roles.viewer);

  const table = within(await screen.findByRole('table', { name: 'Platform admins' }));
  expect(table.getByRole('link', { name: 'Ana Ito' })).toHaveAttribute('href', '/platform/users/u1');
  expect(table.getByRole('link', { name: 'Actions of Ana Ito' })).toHaveAttribute(
    'href',
    '/platform/audit-logs?caller=u1',
  );
  expect(screen.getByText('Everything but assigning roles.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Next' })).toHaveAttribute('href', `${path}?after=next`);
});

test('offers to create a member of the staff only to who may give roles', async () => {
  show(roles.owner);
  expect(await screen.findByRole('link', { name: 'Create staff member' })).toHaveAttribute(
    'href',
    '/platform/users/new?role=VIEWER',
  );
});

test('does not offer it to an admin', async () => {
  show(roles.admin);

  await screen.findByRole('table');
  expect(screen.queryByRole('link', { name: 'Create staff member' })).toBeNull();
});

test('says which source failed and asks it again on request', async () => {
  let isDown = true;
  show(roles.viewer, () =>
    isDown ? { data: { users: null }, errors: [{ message: 'down' }] } : { data: staff },
  );
  expect(await screen.findByText(/^Security did not answer/)).toBeVisible();

  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByRole('table', { name: 'Platform admins' })).toBeVisible();
});

test('shuts out who may not see users', async () => {
  show(roles.billing);

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
