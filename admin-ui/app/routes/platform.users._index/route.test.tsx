import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/users';

const aPerson = {
  id: 'u1',
  name: 'Ana Ito',
  email: 'ana@stage.example',
  platformRole: 'SUPPORT',
  isDisabled: false,
  openSessions: 2,
  lastSignedInAt: null,
  memberships: [
    { role: 'OWNER', tenant: { id: 't1', name: 'Hanse' } },
    { role: 'VIEWER', tenant: { id: 't2', name: 'Isar' } },
  ],
};

function listOf(nodes: object[], total = nodes.length) {
  return {
    users: { totalCount: total, pageInfo: { hasNextPage: total > nodes.length, endCursor: 'next' }, nodes },
  };
}

function show(at: string, permissions = roles.admin, answer: Answers[string] = { data: listOf([aPerson]) }) {
  const { context, calls } = fakeGateway({ Caller: aViewer(permissions), UserList: answer });
  renderRoute(route, { path, at, context });
  return () => calls.filter((call) => call.operation === 'UserList').at(-1)?.variables;
}

test('lists people with every role they hold, and who may sign in', async () => {
  show(path);

  const row = within((await screen.findAllByRole('row')).at(-1) ?? document.body);
  expect(row.getByRole('link', { name: 'Ana Ito' })).toHaveAttribute('href', `${path}/u1`);
  expect(row.getByRole('cell', { name: 'Platform support Tenant owner of Hanse and 1 more' })).toBeVisible();
  expect(row.getByText('never')).toBeVisible();
});

test('asks for what the address says, and keeps it while paging', async () => {
  const asked = show(
    `${path}?q=ana&role=some&access=disabled&tenant=t1&sort=LAST_SIGNED_IN_AT`,
    roles.admin,
    {
      data: listOf([aPerson], 60),
    },
  );

  expect(await screen.findByRole('link', { name: 'Next' })).toHaveAttribute(
    'href',
    `${path}?q=ana&role=some&access=disabled&tenant=t1&sort=LAST_SIGNED_IN_AT&after=next`,
  );
  expect(asked()).toEqual({
    query: 'ana',
    hasPlatformRole: true,
    isDisabled: true,
    tenantId: 't1',
    sort: { field: 'LAST_SIGNED_IN_AT', direction: 'DESC' },
    first: 25,
    after: null,
    namedTenantId: 't1',
    namesTenant: true,
  });
});

test('names the tenant it is narrowed to, also when nobody belongs to it', async () => {
  show(`${path}?tenant=t1`, roles.admin, { data: { ...listOf([]), tenant: { id: 't1', name: 'Hanse' } } });

  expect(await screen.findByRole('link', { name: 'Remove filter Tenant is Hanse' })).toBeVisible();
});

test('leads out of conditions that nobody meets', async () => {
  show(`${path}?access=disabled`, roles.admin, { data: listOf([]) });

  expect(await screen.findByRole('heading', { name: 'No user matches' })).toBeVisible();
  expect(screen.getByText('0 people match.')).toBeVisible();
});

test('says which source failed and asks it again on request', async () => {
  let isDown = true;
  show(path, roles.admin, () =>
    isDown ? { data: { users: null }, errors: [{ message: 'down' }] } : { data: listOf([aPerson]) },
  );
  expect(await screen.findByText(/^Security did not answer/)).toBeVisible();

  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByRole('table', { name: 'Users' })).toBeVisible();
});

test('offers to create a user only to those who may', async () => {
  show(path);
  expect(await screen.findByRole('link', { name: 'Create user' })).toHaveAttribute('href', `${path}/new`);
});

test('offers a reader nothing, and shuts out who may not see users', async () => {
  show(path, roles.viewer);
  await screen.findByRole('table');
  expect(screen.queryByRole('link', { name: 'Create user' })).toBeNull();

  show(path, roles.billing);
  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
