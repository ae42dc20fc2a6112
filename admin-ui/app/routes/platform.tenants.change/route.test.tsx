import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/tenants/change';
const staff = [...roles.admin, 'users:read', 'keys:read'];

function aChosen(id: string, name: string, status: string, changes: Record<string, unknown> = {}) {
  return {
    name,
    slug: id,
    status,
    executions24h: 675,
    tenant: {
      id,
      status,
      memberCount: 24,
      signedInCount: 3,
      activeApiKeyCount: 2,
      health: { executions: { apiRequests: 602 } },
      ...changes,
    },
  };
}

const chosen = [
  aChosen('t1', 'Camerata Vistula', 'ACTIVE'),
  aChosen('t2', 'Hanse Sinfonietta', 'ACTIVE'),
  aChosen('t3', 'Banda Ribera', 'SUSPENDED'),
];

function gatewayFor(nodes: object[] = chosen, answers: Answers = {}, permissions = staff) {
  return fakeGateway({
    Caller: aViewer(permissions),
    TenantsToChange: { data: { tenantSummaries: { nodes } } },
    ...answers,
  });
}

const at = (search: string) => `${path}?${search}&id=t1&id=t2&id=t3`;
const suspend = () => screen.findByRole('button', { name: 'Suspend 2 tenants' });

test('says exactly who will change and who not and why, with real counts', async () => {
  const { context, calls } = gatewayFor();

  renderRoute(route, { path, at: at('to=suspend'), context });

  expect(await screen.findByRole('heading', { level: 1, name: 'Suspend 2 tenants?' })).toBeVisible();
  expect(screen.getByText('6 people are signed in now, of 48 members.')).toBeVisible();
  expect(screen.getByText('4 API keys work now; 1,204 requests arrived in the last 24 h.')).toBeVisible();
  const table = within(screen.getByRole('table', { name: 'Will be suspended' }));
  expect(table.getAllByRole('link').map((link) => link.textContent)).toEqual([
    'Camerata Vistula',
    'Hanse Sinfonietta',
  ]);
  expect(screen.getByText('is suspended already')).toBeVisible();
  expect(calls.at(-1)?.variables).toMatchObject({ filter: { ids: ['t1', 't2', 't3'] } });
});

test('suspends only when the number is typed and a reason given, all in one request', async () => {
  const done = { tenants: [{ id: 't1' }, { id: 't2' }], unchanged: 0, userErrors: [] };
  const { context, calls } = gatewayFor(chosen, { SuspendTenants: { data: { suspendTenants: done } } });
  renderRoute(route, { path, at: at('to=suspend&from=%3Fstatus%3DACTIVE'), context });

  await userEvent.click(await suspend());
  expect(await screen.findByText('Type 2, the number of tenants to suspend.')).toBeVisible();
  await userEvent.type(screen.getByLabelText('Reason'), 'Payment failed twice');
  await userEvent.type(screen.getByLabelText('Type 2 to confirm'), '3');
  await userEvent.click(await suspend());
  expect(calls.some((call) => call.operation === 'SuspendTenants')).toBe(false);
  await userEvent.clear(screen.getByLabelText('Type 2 to confirm'));
  await userEvent.type(screen.getByLabelText('Type 2 to confirm'), '2');
  await userEvent.click(await suspend());

  expect(await screen.findByText('another page')).toBeVisible();
  expect(calls.find((call) => call.operation === 'SuspendTenants')?.variables).toEqual({
    input: { ids: ['t1', 't2'], reason: 'Payment failed twice' },
  });
});

test('says by name whom the API refused', async () => {
  const userErrors = [{ message: 'It is being taken down.', field: ['input', 'ids', '1'] }];
  const { context } = gatewayFor(chosen, {
    SuspendTenants: { data: { suspendTenants: { tenants: null, unchanged: null, userErrors } } },
  });
  renderRoute(route, { path, at: at('to=suspend'), context });

  await userEvent.type(await screen.findByLabelText('Reason'), 'Season break');
  await userEvent.type(screen.getByLabelText('Type 2 to confirm'), '2');
  await userEvent.click(await suspend());

  expect(await screen.findByRole('alert')).toHaveTextContent('Hanse Sinfonietta: It is being taken down.');
});

test('reactivates a single tenant without a word to type', async () => {
  const done = { tenants: [{ id: 't3' }], unchanged: 0, userErrors: [] };
  const { context, calls } = gatewayFor(chosen, { ReactivateTenants: { data: { reactivateTenants: done } } });
  renderRoute(route, { path, at: at('to=reactivate'), context });

  await userEvent.click(await screen.findByRole('button', { name: 'Reactivate 1 tenant' }));

  expect(await screen.findByText('another page')).toBeVisible();
  expect(calls.find((call) => call.operation === 'ReactivateTenants')?.variables).toEqual({
    input: { ids: ['t3'] },
  });
});

test('says so when none of the chosen can change', async () => {
  const { context } = gatewayFor([aChosen('t1', 'Camerata Vistula', 'DELETED')]);

  renderRoute(route, { path, at: `${path}?to=suspend&id=t1&from=%3Fsort%3DNAME`, context });

  expect(
    await screen.findByRole('heading', { level: 1, name: 'No chosen tenant can be suspended' }),
  ).toBeVisible();
  expect(screen.getByText('is deleted')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Back to the tenants' })).toHaveAttribute(
    'href',
    '/platform/tenants?sort=NAME',
  );
});

test('says what is not known instead of counting it as none', async () => {
  const { context } = gatewayFor([
    aChosen('t1', 'Camerata Vistula', 'ACTIVE', { memberCount: null, signedInCount: null, health: null }),
  ]);

  renderRoute(route, { path, at: `${path}?to=suspend&id=t1`, context });

  expect(
    await screen.findByText('How many people are signed in is not known: Security did not answer.'),
  ).toBeVisible();
  expect(screen.getByText('2 API keys work now.')).toBeVisible();
});

test('refuses a role that may not change tenants, before asking for them', async () => {
  const { context, calls } = gatewayFor(chosen, {}, roles.viewer);

  renderRoute(route, { path, at: at('to=suspend'), context });

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
  expect(calls.map((call) => call.operation)).toEqual(['Caller']);
});
