import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { aTenantPage } from '#app/testing/tenant-fixture.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/tenants/:tenantId';
const at = '/platform/tenants/tenant-1';

function gatewayFor(permissions: string[], tenant: object | null = aTenantPage(), answers = {}) {
  return fakeGateway({ Caller: aViewer(permissions), TenantPage: { data: { tenant } }, ...answers });
}

test('shows why the tenant is at risk, with value, threshold, evidence and a next action', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at, context });

  const risk = await screen.findByRole('region', { name: 'Why it is at risk' });
  expect(risk).toHaveTextContent('31.4%threshold 10%');
  expect(risk).toHaveTextContent('171 of 212 failures are send-call-sheet');
  expect(within(risk).getByRole('link', { name: 'Review failures' })).toHaveAttribute('href', '#failures');
});

test('keeps the range of the chart in the address', async () => {
  const { context, calls } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at: `${at}?range=90d`, context });

  expect(await screen.findByRole('link', { name: '90 d' })).toHaveAttribute('aria-current', 'true');
  expect(calls[1]?.variables).toMatchObject({ id: 'tenant-1', range: 'D90' });
});

test('gives the chart as a table', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at, context });
  await userEvent.click(await screen.findByText('Show as table'));

  const table = screen.getByRole('table', { name: /Executions per hour over 7 d: 675, of which 212 failed/ });
  expect(within(table).getAllByRole('row')).toHaveLength(3);
});

test('suspends with a reason', async () => {
  const suspendTenant = { tenant: { id: 'tenant-1', name: 'Hanse Sinfonietta' }, userErrors: [] };
  const { context, calls } = gatewayFor(roles.admin, aTenantPage(), {
    SuspendTenant: { data: { suspendTenant } },
  });
  renderRoute(route, { path, at: `${at}?confirm=suspend`, context });

  const dialog = await screen.findByRole('alertdialog', { name: 'Suspend Hanse Sinfonietta?' });
  expect(within(dialog).getByRole('button', { name: 'Cancel' })).toHaveFocus();
  await userEvent.type(within(dialog).getByLabelText('Reason'), 'Unpaid');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Suspend tenant' }));

  await screen.findByRole('heading', { level: 1 });
  expect(calls.find((call) => call.operation === 'SuspendTenant')?.variables).toEqual({
    input: { id: 'tenant-1', reason: 'Unpaid' },
  });
  expect(screen.queryByRole('alertdialog')).toBeNull();
});

test('does not ask a reader who may not suspend', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at: `${at}?confirm=suspend`, context });

  await screen.findByRole('heading', { level: 1 });
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(screen.queryByRole('link', { name: 'Suspend…' })).toBeNull();
});

test('refuses the action itself to a reader who may not suspend', async () => {
  const { context, calls } = gatewayFor(roles.viewer);
  const body = new URLSearchParams({ intent: 'suspend', reason: 'Unpaid' });
  const headers = { Cookie: '__Host-intendant-session=token-1' };
  const request = new Request(`http://localhost${at}`, { method: 'POST', body, headers });

  const refused: unknown = await Promise.resolve(
    route.action({ request, context, params: { tenantId: 'tenant-1' } }),
  ).catch((thrown: unknown) => thrown);

  expect(refused).toMatchObject({ status: 403 });
  expect(calls.map((call) => call.operation)).toEqual(['Caller']);
});

test('hides activity and money from those who may not see them', async () => {
  const { auditEntries: _entries, ...tenant } = aTenantPage();
  const { context, calls } = gatewayFor(['platform:read', 'tenants:read', 'health:read'], tenant);

  renderRoute(route, { path, at, context });

  await screen.findByRole('heading', { level: 1 });
  expect(screen.queryByRole('region', { name: 'Activity and account' })).toBeNull();
  expect(calls[1]?.variables).toMatchObject({ canBilling: false, canAudit: false });
});

test('says that there is no such tenant', async () => {
  const { context } = gatewayFor(roles.viewer, null);

  renderRoute(route, { path, at, context });

  expect(await screen.findByRole('heading', { name: 'There is no such tenant' })).toBeVisible();
});
