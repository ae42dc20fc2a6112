import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LiveOutlet, LiveProvider } from '#app/components/live-outlet.tsx';
import { aViewer, fakeGateway, roles, sessionCookie, type Answers } from '#app/testing/fake-gateway.ts';
import { anEntitlement, aTenantHealth, aTenantPage } from '#app/testing/tenant-fixture.ts';
import { redirectOf } from '#app/testing/redirect-of.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/tenants/:tenantId';
const at = '/platform/tenants/tenant-1';
const headOf = () => screen.findByRole('heading', { level: 1, name: 'Hanse Sinfonietta' });

function gatewayFor(permissions: string[], tenant: object | null = aTenantPage(), answers: Answers = {}) {
  return fakeGateway({
    Caller: aViewer(permissions),
    TenantPage: { data: { tenant } },
    TenantOverview: {
      data: { tenant: { id: 'tenant-1', entitlements: [anEntitlement()], auditEntries: [] } },
    },
    ...answers,
  });
}

test('shows why the tenant is at risk, with value, threshold, evidence and a next action', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at, context });

  const risk = await screen.findByRole('region', { name: 'Why it is at risk' });
  expect(risk).toHaveTextContent('31.4%threshold 10%');
  expect(risk).toHaveTextContent('171 of 212 failures are send-call-sheet');
  expect(within(risk).getByRole('link', { name: 'Review failures' })).toHaveAttribute(
    'href',
    `${at}?tab=failures`,
  );
});

test('a tenant at risk whose incident is open leads to it instead of opening another', async () => {
  const tenant = aTenantPage({ openIncidents: [{ id: 'i1', status: 'MITIGATING' }] });
  const { context } = gatewayFor(roles.admin, tenant);

  renderRoute(route, { path, at, context });

  const risk = await screen.findByRole('region', { name: 'Why it is at risk' });
  expect(within(risk).getByRole('link', { name: 'An incident is open' })).toHaveAttribute(
    'href',
    `${at}?tab=incidents`,
  );
  expect(within(risk).queryByRole('link', { name: 'Open incident…' })).toBeNull();
});

test('a limit stands beside what is used of it', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at, context });

  const meter = await screen.findByRole('meter', { name: 'Executions this month' });
  expect(meter).toHaveAttribute('aria-valuetext', '9,400 of 10,000');
  expect(screen.getByText('1 near limit')).toBeVisible();
});

test('when health does not answer its parts say so, and the others stay', async () => {
  const { context } = gatewayFor(roles.viewer, aTenantPage({ health: null, openIncidents: null }));

  renderRoute(route, { path, at, context });

  expect(await screen.findByText(/Health did not answer/)).toBeVisible();
  expect(screen.getByRole('heading', { name: 'Subscription' })).toBeVisible();
});

test('suspends with a reason, once the slug is typed, and says whom it concerns', async () => {
  const suspendTenant = { tenant: { id: 'tenant-1', name: 'Hanse Sinfonietta' }, userErrors: [] };
  const health = { ...aTenantHealth(), requests24h: { apiRequests: 602 } };
  const { context, calls } = gatewayFor(roles.admin, aTenantPage({ health }), {
    SuspendTenant: { data: { suspendTenant } },
  });
  renderRoute(route, { path, at: `${at}?confirm=suspend`, context });

  const dialog = within(await screen.findByRole('alertdialog', { name: 'Suspend Hanse Sinfonietta?' }));
  expect(dialog.getByRole('button', { name: 'Cancel' })).toHaveFocus();
  expect(dialog.getByText('3 people are signed in now, of 24 members.')).toBeVisible();
  expect(dialog.getByText('2 API keys work now; 602 requests arrived in the last 24 h.')).toBeVisible();
  await userEvent.type(dialog.getByLabelText('Reason'), 'Unpaid since August');
  await userEvent.type(dialog.getByLabelText('Type hanse to confirm'), 'hanse');
  await userEvent.click(dialog.getByRole('button', { name: 'Suspend tenant' }));

  await headOf();
  expect(calls.find((call) => call.operation === 'SuspendTenant')?.variables).toEqual({
    input: { id: 'tenant-1', reason: 'Unpaid since August' },
  });
});

test('does not suspend when another slug is typed', async () => {
  const { context, calls } = gatewayFor(roles.admin);
  renderRoute(route, { path, at: `${at}?confirm=suspend`, context });

  const dialog = within(await screen.findByRole('alertdialog'));
  await userEvent.type(dialog.getByLabelText('Reason'), 'Unpaid since August');
  await userEvent.type(dialog.getByLabelText('Type hanse to confirm'), 'elbe');
  await userEvent.click(dialog.getByRole('button', { name: 'Suspend tenant' }));

  expect(dialog.getByLabelText('Type hanse to confirm')).toHaveAccessibleDescription(
    'Type hanse to confirm.',
  );
  expect(calls.map((call) => call.operation)).not.toContain('SuspendTenant');
});

test('what the API refuses is said in the dialog', async () => {
  const refusal = { code: 'BAD_INPUT', message: 'Not now.', field: ['id'] };
  const { context } = gatewayFor(roles.admin, aTenantPage({ status: 'SUSPENDED' }), {
    ReactivateTenant: { data: { reactivateTenant: { tenant: null, userErrors: [refusal] } } },
  });
  renderRoute(route, { path, at: `${at}?confirm=reactivate`, context });

  await userEvent.click(await screen.findByRole('button', { name: 'Reactivate tenant' }));

  expect(await screen.findByText(refusal.message)).toBeVisible();
});

test.each([
  ['suspend', 'SuspendTenant', 'suspendTenant', { tenant: null }, at],
  ['reactivate', 'ReactivateTenant', 'reactivateTenant', { tenant: null }, at],
  [
    'cancel-subscription',
    'CancelSubscription',
    'cancelSubscription',
    { subscription: null },
    `${at}?tab=plan`,
  ],
  ['convert-trial', 'ConvertTrial', 'convertTrial', { subscription: null }, `${at}?tab=plan`],
  ['settle', 'SettlePayment', 'settlePayment', { payment: null }, `${at}?tab=plan#payments`],
])(
  'says that somebody else was quicker to %s, and asks no more',
  async (intent, operation, field, gone, to) => {
    const userErrors = [{ code: 'INVALID_STATE', message: 'It is done already.', field: ['input', 'id'] }];
    const { context } = gatewayFor(roles.admin, aTenantPage(), {
      [operation]: { data: { [field]: { ...gone, userErrors } } },
    });
    const answers = { reason: 'Unpaid', slug: 'hanse', typed: 'hanse', payment: 'p1' };
    const request = new Request(`http://localhost${at}?confirm=${intent}`, {
      method: 'POST',
      body: new URLSearchParams({ intent, ...answers }),
      headers: { Cookie: sessionCookie },
    });

    const answer = await route.action({ request, context, params: { tenantId: 'tenant-1' } });

    expect(await redirectOf(answer)).toMatchObject({
      to,
      toast: { kind: 'failed', title: 'Nothing was changed', detail: 'It is done already.' },
    });
  },
);

test('does not ask a reader who may not suspend', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { path, at: `${at}?confirm=suspend`, context });

  await headOf();
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(screen.queryByRole('link', { name: 'Suspend…' })).toBeNull();
});

test.each(['suspend', 'reactivate', 'change-plan', 'cancel-subscription', 'convert-trial', 'settle'])(
  'refuses the action %s itself to a reader who may not do it',
  async (intent) => {
    const { context, calls } = gatewayFor(roles.viewer);
    const body = new URLSearchParams({ intent, reason: 'Unpaid', slug: 'hanse', typed: 'hanse' });
    const headers = { Cookie: sessionCookie };
    const request = new Request(`http://localhost${at}`, { method: 'POST', body, headers });

    const refused: unknown = await route
      .action({ request, context, params: { tenantId: 'tenant-1' } })
      .catch((thrown: unknown) => thrown);

    expect(refused).toMatchObject({ status: 403 });
    expect(calls.map((call) => call.operation)).toEqual(['Caller']);
  },
);

test('hides activity, money and people from those who may not see them', async () => {
  const { context, calls } = gatewayFor(['platform:read', 'tenants:read', 'health:read']);

  renderRoute(route, { path, at, context });

  await headOf();
  expect(screen.queryByRole('region', { name: 'Activity and account' })).toBeNull();
  const tabs = within(screen.getByRole('navigation', { name: 'Parts of Hanse Sinfonietta' }));
  expect(tabs.getAllByRole('link').map((link) => link.textContent)).toEqual([
    'Overview',
    'Usage',
    'Failures',
    'Drift',
    'Credentials',
    'Incidents',
  ]);
  expect(calls.find(({ operation }) => operation === 'TenantPage')?.variables).toMatchObject({
    canBilling: false,
    canUsers: false,
    canKeys: false,
  });
});

test('refuses the address of a tab to those who may not see it', async () => {
  const { context } = gatewayFor(roles.support);

  renderRoute(route, { path, at: `${at}?tab=plan`, context });

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});

test('says that there is no such tenant', async () => {
  const { context } = gatewayFor(roles.viewer, null);

  renderRoute(route, { path, at, context });

  expect(await screen.findByRole('heading', { name: 'There is no such tenant' })).toBeVisible();
});

describe('the top bar', () => {
  const page = {
    ...route,
    default: () => (
      <LiveProvider>
        <LiveOutlet />
        <route.default />
      </LiveProvider>
    ),
  };

  test('says how old the figures are', async () => {
    renderRoute(page, { path, at, context: gatewayFor(roles.viewer).context });

    await headOf();

    expect(screen.getByText(/^As of \d\d:\d\d UTC$/)).toBeInTheDocument();
  });

  test.each([
    ['to who may not see the health', roles.billing],
    ['while health does not answer', roles.viewer],
  ])('says nothing of figures that are not there, %s', async (_case, permissions) => {
    const { context } = gatewayFor(permissions, { ...aTenantPage(), health: null });

    renderRoute(page, { path, at, context });
    await headOf();

    expect(screen.queryByText(/^(As of|Live|Stale|Reconnecting)/)).toBeNull();
  });
});
