import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/tenants/directory';

const aTenant = {
  id: 't1',
  name: 'Hanse',
  slug: 'hanse',
  status: 'ACTIVE',
  createdAt: '2026-11-01T08:00:00Z',
  isDelinquent: true,
  subscription: {
    status: 'TRIALING',
    plan: { name: 'Pro' },
    mrr: { amountCents: 0, currency: 'EUR' },
  },
};

function listOf(nodes: object[], total = nodes.length) {
  return {
    tenants: { totalCount: total, pageInfo: { hasNextPage: total > nodes.length, endCursor: 'next' }, nodes },
  };
}

function show(
  at: string,
  permissions = roles.billing,
  answer: Answers[string] = { data: listOf([aTenant]) },
) {
  const { context, calls } = fakeGateway({ Caller: aViewer(permissions), TenantDirectory: answer });
  renderRoute(route, { path, at, context });
  return () => calls.filter((call) => call.operation === 'TenantDirectory').at(-1)?.variables;
}

test('tells billing staff who a tenant is, what it pays and whether it owes', async () => {
  show(path);

  const row = within((await screen.findAllByRole('row')).at(-1) ?? document.body);
  expect(row.getByRole('link', { name: 'Hanse' })).toHaveAttribute('href', '/platform/tenants/t1');
  expect(row.getByRole('cell', { name: 'Pro in trial' })).toBeVisible();
  expect(row.getByRole('cell', { name: 'Overdue' })).toBeVisible();
  expect(row.getByRole('cell', { name: '€0.00' })).toBeVisible();
});

test('does not take what billing leaves unanswered for an answer', async () => {
  show(path, roles.billing, { data: listOf([{ ...aTenant, isDelinquent: null, subscription: null }]) });

  const row = within((await screen.findAllByRole('row')).at(-1) ?? document.body);
  expect(row.getAllByRole('cell', { name: '–' })).toHaveLength(3);
});

test('asks for what the address says, and keeps it while paging', async () => {
  const asked = show(`${path}?q=han&status=SUSPENDED&status=ACTIVE`, roles.billing, {
    data: listOf([aTenant], 60),
  });

  expect(await screen.findByRole('link', { name: 'Next' })).toHaveAttribute(
    'href',
    `${path}?q=han&status=ACTIVE&status=SUSPENDED&after=next`,
  );
  expect(asked()).toEqual({
    query: 'han',
    statuses: ['ACTIVE', 'SUSPENDED'],
    first: 25,
    after: null,
    canBilling: true,
  });
});

test('leads out of conditions that no tenant meets', async () => {
  show(`${path}?q=nobody`, roles.billing, { data: listOf([]) });

  expect(await screen.findByRole('heading', { name: 'No tenant matches “nobody”' })).toBeVisible();
});

test('says which source failed and asks it again on request', async () => {
  let isDown = true;
  show(path, roles.billing, () =>
    isDown ? { data: { tenants: null }, errors: [{ message: 'down' }] } : { data: listOf([aTenant]) },
  );
  expect(await screen.findByText(/^Tenants did not answer/)).toBeVisible();

  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByRole('table', { name: 'Tenants' })).toBeVisible();
});

test('asks nothing of billing for whom may not read it, and shuts out people of a tenant', async () => {
  const asked = show(path, ['platform:read', 'tenants:read']);
  await screen.findByRole('table');
  expect(asked()).toMatchObject({ canBilling: false });
  expect(screen.queryByRole('columnheader', { name: 'MRR' })).toBeNull();

  show(path, roles.tenantOwner);
  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
