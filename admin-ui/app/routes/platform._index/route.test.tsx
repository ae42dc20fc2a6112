import { screen, within } from '@testing-library/react';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { aFleet, anAtRiskTenant, aPlatformHealth, aUsage } from '#app/testing/platform-fixture.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const page = { path: '/platform', at: '/platform' };

const overview = {
  platformHealth: aPlatformHealth(),
  fleetHealth: aFleet(),
  usage: aUsage(),
  atRiskTenants: [anAtRiskTenant()],
  byFailureRate: [
    {
      name: 'Hanse Sinfonietta',
      value: 0.314,
      count: 212,
      total: 675,
      riskState: 'CRITICAL',
      tenant: { id: 'tenant-1' },
    },
  ],
  byDrift: [],
  byCredentialFailures: [],
  byExecutions: [],
};

const revenue = {
  asOf: '2026-11-20T09:42:00.000Z',
  mrr: { amountCents: 2_516_000, currency: 'EUR' },
  delinquentTenants: 2,
  overdue: { amountCents: 69_800, currency: 'EUR' },
  trials: { running: 5, started30d: 7, expiring7d: 0, converted30d: 4 },
  planDistribution: [],
};

function gatewayFor(permissions: string[], data: object = overview) {
  const answers: Answers = { Caller: aViewer(permissions), PlatformOverview: { data } };
  return fakeGateway(answers);
}

test('opens with its conclusion, computed from the figures', async () => {
  const { context } = gatewayFor(roles.support);

  renderRoute(route, { ...page, context });

  expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(
    '1 of 60 tenants needs you, critically.',
  );
  expect(screen.getByText('The platform serves normally.')).toBeVisible();
});

test('asks for the whole page with one operation, as the caller', async () => {
  const { context, calls } = gatewayFor(roles.support);

  renderRoute(route, { ...page, context });
  await screen.findByRole('heading', { level: 1 });

  expect(calls).toEqual([
    { operation: 'Caller', variables: {}, authorization: 'Bearer token-1' },
    {
      operation: 'PlatformOverview',
      variables: { canHealth: true, canBilling: false },
      authorization: 'Bearer token-1',
    },
  ]);
});

test('shows the clause that fired with its threshold and leads to its evidence', async () => {
  const { context } = gatewayFor(roles.support);

  renderRoute(route, { ...page, context });

  const list = await screen.findByRole('region', { name: 'Tenants at risk' });
  expect(list).toHaveTextContent('31.4%threshold 10%');
  expect(within(list).getByRole('link', { name: 'Review failures of Hanse Sinfonietta' })).toHaveAttribute(
    'href',
    '/platform/tenants/tenant-1#failures',
  );
});

test('shows the money to the billing role and nothing it may not see', async () => {
  const { context, calls } = gatewayFor(roles.billing, { revenue });

  renderRoute(route, { ...page, context });

  expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('2 tenants owe you €698.00.');
  expect(screen.queryByRole('region', { name: 'Tenants at risk' })).toBeNull();
  expect(calls[1]?.variables).toEqual({ canHealth: false, canBilling: true });
});

test('a source that did not answer blanks its own section and offers a retry', async () => {
  const { context } = gatewayFor(roles.viewer, { ...overview, revenue: null });

  renderRoute(route, { ...page, context });

  expect(await screen.findByText(/Billing did not answer/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  expect(screen.getByRole('region', { name: 'Platform health' })).toBeVisible();
});

test('names the demo fleet', async () => {
  const { context } = gatewayFor(roles.support, { ...overview, fleetHealth: aFleet({ demo: 60 }) });

  renderRoute(route, { ...page, context });

  expect(await screen.findByText(/60 tenants and their figures are invented/)).toBeVisible();
});

test('refuses people of a tenant', async () => {
  const { context, calls } = gatewayFor(roles.tenantOwner);

  renderRoute(route, { ...page, context });

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
  expect(calls.map((call) => call.operation)).toEqual(['Caller']);
});

test('sends an expired session to sign in and back', async () => {
  const errors = [{ message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED' } }];
  const { context } = fakeGateway({ Caller: aViewer(roles.viewer), PlatformOverview: { errors } });

  renderRoute(route, { ...page, context });

  expect(await screen.findByText('sign-in page')).toBeVisible();
});

test('names the request when the gateway fails', async () => {
  const log = console.error;
  const logged: unknown[] = [];
  console.error = (line) => logged.push(line);
  const { context } = fakeGateway({
    Caller: aViewer(roles.viewer),
    PlatformOverview: { errors: [{ message: 'boom' }] },
  });

  renderRoute(route, { ...page, context });

  expect(await screen.findByText('request-0001')).toBeVisible();
  expect(screen.queryByText(/boom/)).toBeNull();
  expect(String(logged[0])).toContain('request-0001');
  console.error = log;
});
