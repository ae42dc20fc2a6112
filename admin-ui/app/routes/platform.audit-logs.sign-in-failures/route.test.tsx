import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/audit-logs/sign-in-failures';

const aFailure = {
  id: 'f1',
  at: '2026-11-20T09:42:00.000Z',
  email: 'ana@hanse.example',
  reason: 'WRONG_PASSWORD',
  user: { id: 'u1', name: 'Ana Ito' },
  tenants: [{ id: 't1', name: 'Hanse Sinfonietta' }],
};
const anAttack = { ...aFailure, id: 'f2', email: null, reason: 'UNKNOWN_EMAIL', user: null, tenants: [] };

function answerOf(nodes: object[], total = nodes.length) {
  const pageInfo = { hasNextPage: total > nodes.length, endCursor: 'next' };
  return { data: { signInFailures: { totalCount: total, pageInfo, nodes } } };
}

function show(at: string, answer: Answers[string] = answerOf([aFailure]), permissions = roles.viewer) {
  const { context, calls } = fakeGateway({ Caller: aViewer(permissions), SignInFailures: answer });
  renderRoute(route, { path, at, context });
  return () => calls.filter((call) => call.operation === 'SignInFailures').at(-1)?.variables;
}

test('tells who was refused and why, and leads to the person and to what shares account or tenant', async () => {
  show(path, answerOf([aFailure, anAttack]));

  const table = within(await screen.findByRole('table', { name: 'Refused sign-ins' }));
  const [, known, unknown] = table.getAllByRole('row');
  expect(known).toHaveTextContent('ana@hanse.exampleAna ItoHanse SinfoniettaWrong password');
  expect(unknown).toHaveTextContent('not an e-mail address–noneUnknown address');
  const hrefs = table.getAllByRole('link').map((link) => link.getAttribute('href'));
  expect(hrefs).toEqual([
    `${path}?account=ana%40hanse.example`,
    '/platform/users/u1',
    `${path}?tenant=t1`,
    `${path}?tenant=none`,
  ]);
  expect(screen.getByText('2 refused sign-ins. Kept for 90 days.')).toBeVisible();
});

test('asks for what the address says: tenant, account, reason and time', async () => {
  const asked = show(
    `${path}?tenant=t1&account=ana%40hanse.example&reason=DISABLED&from=2026-11-01T00:00Z&to=2026-11-02T00:00Z&after=c1`,
  );
  await screen.findByRole('table');

  expect(asked()).toEqual({
    filter: {
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-02T00:00:00.000Z',
      tenantId: 't1',
      email: 'ana@hanse.example',
      reasons: ['DISABLED'],
    },
    first: 50,
    after: 'c1',
    canTenants: true,
    canUsers: true,
    namedTenantId: 't1',
    namesTenant: true,
  });
});

test('shows the last 24 hours, as the figure does, of those without a tenant when told so', async () => {
  const asked = show(`${path}?tenant=none`);

  expect(await screen.findByText('none: staff and unknown accounts')).toBeVisible();
  expect(screen.getByRole('link', { name: '24 h', current: true })).toBeVisible();
  expect(asked()).toMatchObject({ filter: { hasTenant: false }, namesTenant: false });
});

test('names the tenant it is narrowed to, also when nothing matches, and leads out', async () => {
  const { data } = answerOf([]);
  show(`${path}?tenant=t1`, { data: { ...data, tenant: { id: 't1', name: 'Hanse Sinfonietta' } } });

  expect(await screen.findByRole('heading', { name: 'No refused sign-in matches' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Remove filter Tenant is Hanse Sinfonietta' })).toHaveAttribute(
    'href',
    path,
  );
});

test('says that nothing was refused, when nothing was', async () => {
  show(path, answerOf([]));

  expect(await screen.findByRole('heading', { name: 'No sign-in was refused in this time' })).toBeVisible();
});

test('keeps the window and the filters while paging', async () => {
  show(`${path}?range=7d&tenant=t1`, answerOf([aFailure], 60));

  expect(await screen.findByRole('link', { name: 'Next' })).toHaveAttribute(
    'href',
    `${path}?range=7d&tenant=t1&after=next`,
  );
});

test('says which source failed and asks it again on request', async () => {
  let isDown = true;
  show(path, () =>
    isDown ? { data: { signInFailures: null }, errors: [{ message: 'down' }] } : answerOf([aFailure]),
  );
  expect(await screen.findByText(/^Security did not answer/)).toBeVisible();

  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByRole('table', { name: 'Refused sign-ins' })).toBeVisible();
});

test('refuses a role that may not read the log', async () => {
  show(path, answerOf([]), roles.billing);

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
