import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, sessionCookie, type Answers } from '#app/testing/fake-gateway.ts';
import { redirectOf } from '#app/testing/redirect-of.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/enforcement';
const at = '2026-11-20T09:42:00.000Z';

const entitlement = { key: 'executions', name: 'Executions', unit: 'COUNT', period: 'MONTH' };
const anOverride = {
  __typename: 'EntitlementOverride',
  id: 'o1',
  limit: 40_000,
  reason: 'Festival season',
  status: 'IN_FORCE',
  grantedBy: 'Ana Ito',
  grantedAt: at,
  expiresAt: '2026-12-31T23:59:59.999Z',
  revokedAt: null,
  revokedBy: null,
  revokedReason: null,
  entitlement,
};
const anException = {
  id: 'x1',
  tenantName: 'Hanse',
  planName: 'Pro',
  kind: 'ABOVE_LIMIT',
  since: at,
  tenant: { id: 't1' },
  usage: {
    used: 26_000,
    limit: 25_000,
    planLimit: 25_000,
    ratio: 1.04,
    measuredAt: at,
    assessment: { state: 'WARN', warnAt: 0.8, criticalAt: null },
    entitlement,
    override: null,
  },
};
const aPayment = {
  id: 'p1',
  status: 'FAILED',
  isOverdue: true,
  dueAt: at,
  failedAt: at,
  failureReason: 'card_declined',
  paidAt: null,
  amount: { amountCents: 9_900, currency: 'EUR' },
  tenant: { id: 't1', name: 'Hanse' },
};
const aTrial = {
  id: 's1',
  status: 'TRIALING',
  trialStartedAt: at,
  trialEndsAt: at,
  trialConvertedAt: null,
  plan: { name: 'Pro', monthlyPrice: { amountCents: 9_900, currency: 'EUR' } },
  tenant: { id: 't1', name: 'Hanse' },
};
const revenue = {
  __typename: 'Revenue',
  entitlementExceptions: 2,
  aboveLimit: 1,
  overridesInForce: 1,
  delinquentTenants: 3,
  overdue: { amountCents: 39_600, currency: 'EUR' },
  trials: { running: 4, expiring7d: 0 },
};

const connection = (nodes: object[], total = nodes.length) => ({
  totalCount: total,
  pageInfo: { hasNextPage: total > nodes.length, endCursor: 'next' },
  nodes,
});

type Given = { search?: string; permissions?: string[]; answers?: Answers };

function show({ search = '', permissions = roles.billing, answers = {} }: Given = {}) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    Exceptions: {
      data: { revenue, entitlementExceptions: connection([anException], 60), entitlements: [entitlement] },
    },
    Overrides: {
      data: {
        revenue,
        entitlementOverrides: connection([{ ...anOverride, tenant: { id: 't1', name: 'Hanse' } }]),
      },
    },
    Payments: { data: { revenue, payments: connection([aPayment]) } },
    Trials: { data: { revenue, trials: connection([aTrial]) } },
    RevokeOverride: { data: { revokeOverride: { override: { entitlement }, userErrors: [] } } },
    SettlePayment: {
      data: { settlePayment: { payment: { amount: aPayment.amount }, userErrors: [] } },
    },
    ...answers,
  });
  renderRoute(route, { path, at: `${path}${search}`, context });
  return (operation: string) =>
    calls.filter((call) => call.operation === operation).map(({ variables }) => variables);
}

test('begins with what needs somebody, each figure leading to its rows', async () => {
  show();

  expect(await screen.findByText(/exceeded\./)).toHaveTextContent(
    '1 limit is exceeded. 1 override in force. 3 tenants owe €396.00 past due.',
  );
  expect(screen.getByRole('link', { name: '3 tenants owe €396.00' })).toHaveAttribute(
    'href',
    `${path}?view=payments&state=overdue`,
  );
});

test('leads whoever may read the audit log to what was done to overrides', async () => {
  show({ permissions: roles.viewer });

  expect(await screen.findByRole('link', { name: 'Audit log of overrides' })).toHaveAttribute(
    'href',
    '/platform/audit-logs?target=EntitlementOverride',
  );
});

test('offers no audit log to a role that may not read it', async () => {
  show({ permissions: roles.billing });

  expect(await screen.findByRole('heading', { name: 'Enforcement' })).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Audit log of overrides' })).toBeNull();
});

test('shows usage beside its limit, and offers the override that mends it', async () => {
  show({ search: '?kind=ABOVE_LIMIT&sort=SINCE' });

  const row = within((await screen.findAllByRole('row')).at(-1) ?? document.body);
  expect(row.getByRole('cell', { name: '26,000 of 25,000 104.0%' })).toBeVisible();
  expect(row.getByRole('link', { name: 'Grant override of Hanse' })).toHaveAttribute(
    'href',
    `${path}/new?tenant=t1&entitlement=executions`,
  );
  expect(screen.getByRole('link', { name: 'Next' })).toHaveAttribute(
    'href',
    `${path}?kind=ABOVE_LIMIT&sort=SINCE&after=next`,
  );
});

test('asks for what the address says and ignores what it does not know', async () => {
  const asked = show({ search: '?kind=ABOVE_LIMIT&kind=NONSENSE&entitlement=executions&q=hanse&after=c1' });
  await screen.findByRole('table');

  expect(asked('Exceptions')[0]).toMatchObject({
    filter: { kinds: ['ABOVE_LIMIT'], entitlementKeys: ['executions'], query: 'hanse' },
    after: 'c1',
  });
});

test.each([
  ['', 'Exceptions', { entitlementExceptions: connection([]), entitlements: [] }],
  ['view=overrides&', 'Overrides', { entitlementOverrides: connection([]) }],
  ['view=payments&', 'Payments', { payments: connection([]) }],
])('names the tenant it is narrowed to, also when nothing of it is listed: %s%s', async (view, of, empty) => {
  const data = { revenue, ...empty, tenant: { id: 't1', name: 'Hanse' } };
  const asked = show({ search: `?${view}tenant=t1`, answers: { [of]: { data } } });

  expect(await screen.findByRole('link', { name: 'Remove filter Tenant is Hanse' })).toBeVisible();
  expect(asked(of)[0]).toMatchObject({ namedTenantId: 't1', namesTenant: true });
});

test('an override of what was never measured has a limit, and no usage or share', async () => {
  const storage = { key: 'storage', name: 'Storage', unit: 'BYTES', period: 'NOW' };
  const unmeasured = { used: 0, limit: 10e9, ratio: 0, measuredAt: null, entitlement: storage };
  const exception = {
    ...anException,
    kind: 'OVERRIDE',
    usage: { ...anException.usage, ...unmeasured, override: anOverride },
  };
  const data = { revenue, entitlementExceptions: connection([exception]), entitlements: [entitlement] };
  show({ answers: { Exceptions: { data } } });

  const row = within(await screen.findByRole('row', { name: /Hanse/ }));

  expect(row.getByText('not measured, limit 10 GB')).toBeVisible();
  expect(row.queryByText(/%/)).toBeNull();
});

test('revokes an override after a reason, and stays where it was', async () => {
  const sent = show({ search: '?view=overrides&status=IN_FORCE&revoke=o1' });
  const dialog = await screen.findByRole('alertdialog', { name: 'Revoke the override of Hanse?' });
  expect(dialog).toHaveTextContent('Executions: 40,000 stops holding');
  await userEvent.click(screen.getByRole('button', { name: 'Revoke override' }));
  expect(screen.getByLabelText('Reason')).toBeInvalid();
  expect(sent('RevokeOverride')).toEqual([]);

  await userEvent.type(screen.getByLabelText('Reason'), 'Season is over');
  await userEvent.dblClick(screen.getByRole('button', { name: 'Revoke override' }));

  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(sent('RevokeOverride')).toEqual([{ input: { id: 'o1', reason: 'Season is over' } }]);
  expect(sent('Overrides').at(-1)).toMatchObject({ statuses: ['IN_FORCE'] });
});

test('keeps the reason when the API refuses, and says why at its field', async () => {
  const userErrors = [{ message: 'Say more.', field: ['input', 'reason'] }];
  show({
    search: '?view=overrides&revoke=o1',
    answers: { RevokeOverride: { data: { revokeOverride: { override: null, userErrors } } } },
  });
  await userEvent.type(await screen.findByLabelText('Reason'), 'Over now');

  await userEvent.click(screen.getByRole('button', { name: 'Revoke override' }));

  await waitFor(() => expect(screen.getByLabelText('Reason')).toHaveAccessibleDescription(/Say more\./));
  expect(screen.getByLabelText('Reason')).toHaveValue('Over now');
});

test('says that somebody else was quicker, asks no more and stays where it was', async () => {
  const userErrors = [
    { code: 'INVALID_STATE', message: 'The override is revoked already.', field: ['input', 'id'] },
  ];
  const { context } = fakeGateway({
    Caller: aViewer(roles.billing),
    RevokeOverride: { data: { revokeOverride: { override: null, userErrors } } },
  });
  const request = new Request(`http://localhost${path}?view=overrides&status=IN_FORCE&revoke=o1`, {
    method: 'POST',
    body: new URLSearchParams({ intent: 'revoke', id: 'o1', reason: 'Season is over' }),
    headers: { Cookie: sessionCookie },
  });

  const answer = await route.action({ request, context, params: {} });

  expect(await redirectOf(answer)).toMatchObject({
    to: `${path}?view=overrides&status=IN_FORCE`,
    toast: { kind: 'failed', title: 'Nothing was changed', detail: 'The override is revoked already.' },
  });
});

test('asks before a payment is recorded as paid, which cannot be undone', async () => {
  const sent = show({ search: '?view=payments&settle=p1' });
  const dialog = await screen.findByRole('alertdialog', { name: 'Record €99.00 of Hanse as paid?' });
  expect(dialog).toHaveTextContent('This cannot be undone.');

  await userEvent.dblClick(screen.getByRole('button', { name: 'Record as paid' }));

  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(sent('SettlePayment')).toEqual([{ input: { id: 'p1' } }]);
});

test('lists trials by their stage', async () => {
  const asked = show({ search: '?view=trials&stage=EXPIRING_7D' });

  expect(await screen.findByRole('table', { name: 'Trials, ending within 7 d' })).toBeVisible();
  expect(asked('Trials')[0]).toMatchObject({ stage: 'EXPIRING_7D' });
});

test.each([
  ['?kind=OVERRIDE', 'Exceptions', 'entitlementExceptions', 'No exception matches'],
  ['', 'Exceptions', 'entitlementExceptions', 'No exceptions'],
  ['?view=overrides&status=EXPIRED', 'Overrides', 'entitlementOverrides', 'No override matches'],
  ['?view=overrides', 'Overrides', 'entitlementOverrides', 'No overrides yet'],
  ['?view=payments&state=overdue', 'Payments', 'payments', 'No payment matches'],
  ['?view=payments', 'Payments', 'payments', 'No payment ever failed'],
  ['?view=trials', 'Trials', 'trials', 'No trial is running'],
])('says what an empty list means: %s', async (search, operation, field, title) => {
  show({
    search,
    answers: { [operation]: { data: { revenue, [field]: connection([]), entitlements: [] } } },
  });

  expect(await screen.findByRole('heading', { name: title })).toBeVisible();
});

test('says that billing did not answer, and asks it again on request', async () => {
  let isDown = true;
  show({
    answers: {
      Exceptions: () =>
        isDown
          ? {
              data: { revenue: null, entitlementExceptions: null, entitlements: null },
              errors: [{ message: 'down' }],
            }
          : {
              data: {
                revenue,
                entitlementExceptions: connection([anException]),
                entitlements: [entitlement],
              },
            },
    },
  });
  expect(await screen.findByText(/^Billing did not answer/)).toBeVisible();

  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByRole('table', { name: 'Entitlement exceptions' })).toBeVisible();
});

test.each(['', '?view=overrides&revoke=o1', '?view=payments&settle=p1'])(
  'offers a reader nothing to change: %s',
  async (search) => {
    show({ search, permissions: roles.viewer });

    await screen.findByRole('table');
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(screen.queryByRole('link', { name: /^(Grant|Revoke|Record)/ })).toBeNull();
  },
);

test('shuts out who may not see billing', async () => {
  show({ permissions: roles.support });

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
