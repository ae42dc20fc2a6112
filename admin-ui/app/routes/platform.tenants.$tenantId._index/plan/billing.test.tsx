import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { anEntitlement, aPayment, aTenantPage, onePage } from '#app/testing/tenant-fixture.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from '../route.tsx';

const at = '/platform/tenants/tenant-1?tab=plan';
const eur = (amountCents: number) => ({ amountCents, currency: 'EUR' });

const anOverride = {
  id: 'o1',
  status: 'IN_FORCE',
  limit: 12_000,
  reason: 'Festival week',
  grantedBy: 'Mara Keller',
  grantedAt: '2026-11-18T08:00:00.000Z',
  expiresAt: '2026-11-30T00:00:00.000Z',
  revokedAt: null,
  revokedBy: null,
  revokedReason: null,
  entitlement: { key: 'executions', name: 'Executions', unit: 'COUNT', period: 'MONTH' },
};

const planTab = {
  tenant: { id: 'tenant-1', entitlements: [anEntitlement()] },
  plans: [
    { key: 'pro', name: 'Pro', trialDays: 14, monthlyPrice: eur(9_900) },
    { key: 'agency', name: 'Agency', trialDays: 14, monthlyPrice: eur(29_900) },
  ],
  payments: onePage(aPayment()),
  entitlementOverrides: { nodes: [anOverride] },
};

function renderPlan(query = '', answers: Answers = {}, permissions = roles.admin, tenant = aTenantPage()) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    TenantPage: { data: { tenant } },
    TenantPlan: { data: planTab },
    ...answers,
  });
  renderRoute(route, { path: '/platform/tenants/:tenantId', at: `${at}${query}`, context });
  return calls;
}

const inputOf = (calls: ReturnType<typeof renderPlan>, operation: string) =>
  calls.find((call) => call.operation === operation)?.variables['input'];

test('shows limits, exceptions with who, why and until when, and unpaid money', async () => {
  renderPlan();

  const limits = within(await screen.findByRole('table', { name: 'Limits' }));
  expect(limits.getByText('Near limit')).toBeVisible();
  expect(screen.getByRole('table', { name: 'Overrides' })).toHaveTextContent(
    /12,000In forceFestival week.+Mara Keller30 Nov 2026/,
  );
  expect(within(screen.getByRole('table', { name: 'Payments' })).getByText(/Overdue for/)).toBeVisible();
});

test('records a payment as paid', async () => {
  const payment = { id: 'pay-1', amount: eur(9_900) };
  const calls = renderPlan('&confirm=settle:pay-1', {
    SettlePayment: { data: { settlePayment: { payment, userErrors: [] } } },
  });

  await screen.findByRole('alertdialog', { name: 'Record €99.00 of Hanse Sinfonietta as paid?' });
  await userEvent.click(screen.getByRole('button', { name: 'Record as paid' }));

  await screen.findByRole('heading', { level: 1 });
  expect(inputOf(calls, 'SettlePayment')).toEqual({ id: 'pay-1' });
});

test('changes the plan to one of the others, and asks again when none is chosen', async () => {
  const subscription = { status: 'ACTIVE', plan: { name: 'Agency' }, mrr: eur(29_900) };
  const calls = renderPlan('&confirm=change-plan', {
    ChangePlan: { data: { changePlan: { subscription, userErrors: [] } } },
  });

  const dialog = within(await screen.findByRole('alertdialog'));
  expect(dialog.getAllByRole('radio')).toHaveLength(1);
  await userEvent.click(dialog.getByRole('button', { name: 'Change plan' }));
  expect(dialog.getByText('Choose a plan.')).toBeVisible();
  await userEvent.click(dialog.getByRole('radio', { name: /Agency/ }));
  await userEvent.click(dialog.getByRole('button', { name: 'Change plan' }));

  await screen.findByRole('heading', { level: 1 });
  expect(inputOf(calls, 'ChangePlan')).toEqual({
    tenantId: 'tenant-1',
    planKey: 'agency',
    startTrial: false,
  });
});

test('people are counted as they come and go; what is reported says when it was measured', async () => {
  const users = { key: 'users', name: 'Users', unit: 'COUNT', period: 'NOW' };
  const entitlements = [
    anEntitlement(),
    anEntitlement({ entitlement: users, measuredAt: '2025-01-01T00:00:00.000Z' }),
  ];
  renderPlan('', { TenantPlan: { data: { ...planTab, tenant: { id: 'tenant-1', entitlements } } } });

  const limits = within(await screen.findByRole('table', { name: 'Limits' }));

  expect(limits.getByRole('row', { name: /^Users/ })).toHaveTextContent(
    'Counted as members change, last 1 Jan 2025.',
  );
  expect(limits.getByRole('row', { name: /^Executions/ })).toHaveTextContent(/Measured .*\./);
});

test('a refused cancellation is said in the dialog', async () => {
  const userErrors = [{ code: 'LIMIT_REACHED', message: 'Not this month.', field: ['tenantId'] }];
  renderPlan('&confirm=cancel-subscription', {
    CancelSubscription: { data: { cancelSubscription: { subscription: null, userErrors } } },
  });

  await userEvent.click(await screen.findByRole('button', { name: 'Cancel subscription' }));

  expect(await screen.findByText('Not this month.')).toBeVisible();
});

test('a trial that cannot be started is said in the dialog', async () => {
  const userErrors = [
    { code: 'INVALID_STATE', message: 'The tenant had its trial already.', field: ['input', 'startTrial'] },
  ];
  renderPlan('&confirm=change-plan', {
    ChangePlan: { data: { changePlan: { subscription: null, userErrors } } },
  });
  await userEvent.click(await screen.findByRole('radio', { name: /^Agency/ }));

  await userEvent.click(screen.getByRole('button', { name: 'Change plan' }));

  expect(await screen.findByText('The tenant had its trial already.')).toBeVisible();
});

test('converts a trial that runs, and does not offer it of one that does not', async () => {
  const trial = {
    ...aTenantPage().subscription,
    trialStartedAt: '2026-11-15T00:00:00.000Z',
    status: 'TRIALING',
  };
  const subscription = { plan: { name: 'Pro' }, mrr: eur(9_900) };
  const calls = renderPlan(
    '&confirm=convert-trial',
    { ConvertTrial: { data: { convertTrial: { subscription, userErrors: [] } } } },
    roles.admin,
    aTenantPage({ subscription: trial }),
  );

  await userEvent.click(await screen.findByRole('button', { name: 'Convert trial' }));

  await screen.findByRole('heading', { level: 1 });
  expect(inputOf(calls, 'ConvertTrial')).toEqual({ tenantId: 'tenant-1' });
});

test('who may only read is offered nothing to change', async () => {
  renderPlan('&confirm=cancel-subscription', {}, roles.viewer);

  await screen.findByRole('table', { name: 'Limits' });
  expect(screen.queryByRole('alertdialog')).toBeNull();
  for (const name of [/Change plan/, /Cancel subscription/, /Record as paid/, /Grant override/, /Revoke/])
    expect(screen.queryByRole('link', { name })).toBeNull();
});

test('when billing does not answer each part says so', async () => {
  const tenant = { id: 'tenant-1', entitlements: null };
  const data = { tenant, plans: null, payments: null, entitlementOverrides: null };
  renderPlan('', { TenantPlan: { data } });

  expect(await screen.findAllByText(/Billing did not answer/)).toHaveLength(3);
});
