import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/tenants';

function aRow(changes: Record<string, unknown> = {}) {
  return {
    tenant: { id: 'tenant-1' },
    name: 'Hanse Sinfonietta',
    slug: 'hanse',
    status: 'ACTIVE',
    isDemo: false,
    planName: 'Pro',
    mrr: { amountCents: 9_900, currency: 'EUR' },
    isDelinquent: false,
    isAtRisk: false,
    riskState: 'OK',
    clauses: [],
    executions24h: 675,
    failureRate24h: 0.012,
    lastEventAt: null,
    ...changes,
  };
}

function gatewayFor(permissions: string[], nodes = [aRow()], total = nodes.length) {
  return fakeGateway({
    Caller: aViewer(permissions),
    TenantList: {
      data: {
        tenantSummaries: {
          totalCount: total,
          pageInfo: { hasNextPage: total > nodes.length, endCursor: 'next' },
          nodes,
        },
        fleetHealth: { total: 60, atRisk: 6, demo: 0 },
        plans: [{ key: 'pro', name: 'Pro' }],
      },
    },
  });
}

test('asks for what the address says', async () => {
  const { context, calls } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at: `${path}?q=hanse&status=ACTIVE&sort=MRR&after=cursor-1`, context });
  await screen.findByRole('table');

  expect(calls[1]?.variables).toEqual({
    filter: { query: 'hanse', statuses: ['ACTIVE'] },
    sort: { field: 'MRR', direction: 'DESC' },
    first: 25,
    after: 'cursor-1',
    canBilling: true,
  });
});

test('is a table with its roles, and says by what it is sorted', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at: path, context });

  const table = await screen.findByRole('table', { name: 'Tenants' });
  expect(within(table).getByRole('columnheader', { name: 'At risk' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  expect(within(table).getAllByRole('row')).toHaveLength(2);
  expect(within(table).getByRole('cell', { name: '€99' })).toBeVisible();
});

test('removes a filter through its chip', async () => {
  const { context } = gatewayFor(roles.viewer);
  renderRoute(route, { path, at: `${path}?status=ACTIVE&plan=pro`, context });

  await userEvent.click(await screen.findByRole('link', { name: 'Remove filter Status is Active' }));

  expect(await screen.findByRole('link', { name: 'Remove filter Plan is Pro' })).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Remove filter Status is Active' })).toBeNull();
});

test('leads to the next page and back', async () => {
  const { context } = gatewayFor(roles.viewer, [aRow()], 60);

  renderRoute(route, { path, at: `${path}?after=a`, context });

  expect(await screen.findByRole('link', { name: 'Next' })).toHaveAttribute(
    'href',
    `${path}?after=a&after=next`,
  );
  expect(screen.getByRole('link', { name: 'Previous' })).toHaveAttribute('href', path);
});

test('says what does not match and how to go on', async () => {
  const { context } = gatewayFor(roles.viewer, []);

  renderRoute(route, { path, at: `${path}?q=zzz&status=ACTIVE`, context });

  expect(await screen.findByRole('heading', { name: 'No tenant matches “zzz”' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Clear all filters' })).toHaveAttribute('href', path);
});

test('offers changes only to those who may make them', async () => {
  const { context } = gatewayFor(roles.viewer);
  const admin = gatewayFor(roles.admin);

  const reader = renderRoute(route, { path, at: path, context });
  await screen.findByRole('table');
  expect(screen.queryByRole('link', { name: 'Create tenant' })).toBeNull();
  reader.unmount();

  renderRoute(route, { path, at: path, context: admin.context });
  expect(await screen.findByRole('link', { name: 'Create tenant' })).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Actions for Hanse Sinfonietta' }));
  expect(screen.getByRole('menuitem', { name: 'Suspend…' })).toHaveAttribute(
    'href',
    '/platform/tenants/tenant-1?confirm=suspend',
  );
});

test('refuses a role that may not see the health of tenants', async () => {
  const { context } = gatewayFor(roles.billing);

  renderRoute(route, { path, at: path, context });

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
