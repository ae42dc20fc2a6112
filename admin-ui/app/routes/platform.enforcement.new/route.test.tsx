import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/enforcement/new';

const executions = { key: 'executions', name: 'Executions', unit: 'COUNT', period: 'MONTH' };
const storage = { key: 'storage', name: 'Storage', unit: 'BYTES', period: 'NOW' };
const tenant = {
  id: 't1',
  name: 'Hanse',
  plan: { name: 'Pro' },
  entitlements: [
    {
      used: 26_000,
      limit: 25_000,
      planLimit: 25_000,
      measuredAt: '2026-11-20T09:42:00.000Z',
      entitlement: executions,
      override: null,
    },
    { used: 0, limit: 10, planLimit: 10, measuredAt: null, entitlement: storage, override: null },
  ],
};
const granted = {
  override: { expiresAt: '2027-01-31T23:59:59.999Z', entitlement: { name: 'Storage' }, tenant: { id: 't1' } },
  userErrors: [],
};

function show({
  permissions = roles.admin,
  grantOverride = granted as object,
  search = '?tenant=t1&entitlement=storage',
} = {}) {
  const { context, calls } = fakeGateway({
    Caller: aViewer(permissions),
    NewOverride: ({ hasTenant }) => ({
      data: { entitlements: [executions, storage], ...(hasTenant ? { tenant } : {}) },
    }),
    GrantOverride: { data: { grantOverride } },
  });
  renderRoute(route, { path, at: `${path}${search}`, context });
  return () => calls.filter((call) => call.operation === 'GrantOverride').map(({ variables }) => variables);
}

async function fill(limit: string, until = '2099-01-31') {
  if (limit !== '') await userEvent.type(await screen.findByLabelText('New limit'), limit);
  await userEvent.type(await screen.findByLabelText('Until'), until);
  await userEvent.type(screen.getByLabelText('Reason'), 'Festival season');
}
const submit = () => userEvent.dblClick(screen.getByRole('button', { name: 'Grant override' }));

test('shows what the tenant uses of what it may, beside the form', async () => {
  show();

  expect(await screen.findByRole('heading', { name: 'Hanse today' })).toBeVisible();
  expect(screen.getByText('26,000 of 25,000')).toBeVisible();
  expect(screen.getByText(/^not measured yet, limit/)).toBeVisible();
  expect(screen.getByLabelText('Entitlement')).toHaveValue('storage');
});

test('grants it once, in bytes and until the end of the day', async () => {
  const sent = show();
  await fill('10 GB');

  await submit();

  expect(await screen.findByText('another page')).toBeVisible();
  expect(sent()).toEqual([
    {
      input: {
        tenantId: 't1',
        entitlementKey: 'storage',
        limit: 10_000_000_000,
        reason: 'Festival season',
        expiresAt: '2099-01-31T23:59:59.999Z',
      },
    },
  ]);
});

test('grants it without a limit', async () => {
  const sent = show();
  await fill('');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Without limit' }));

  await submit();

  expect(await screen.findByText('another page')).toBeVisible();
  expect(sent()[0]).toMatchObject({ input: { limit: null } });
});

test('says at each field what is missing, before anything is sent', async () => {
  const sent = show({ search: '' });
  await fill('many', '2001-01-31');

  await submit();

  expect(screen.getByLabelText('New limit')).toHaveAccessibleDescription(/Write a whole number/);
  expect(screen.getByLabelText('Until')).toHaveAccessibleDescription(/Choose a day in the future\./);
  const tenant = screen.getByRole('searchbox', { name: 'Search for a tenant' });
  expect(tenant).toHaveAccessibleDescription(/Choose a tenant\./);
  const summary = screen.getByRole('alert');
  expect(summary).toHaveTextContent('3 fields need a change. Tenant, limit, until.');
  expect(within(summary).getByRole('link', { name: 'Tenant' })).toHaveAttribute('href', `#${tenant.id}`);
  await waitFor(() => expect(tenant).toHaveFocus());
  expect(sent()).toEqual([]);
});

test('keeps what was written when the API refuses it, and says why at its field', async () => {
  const userErrors = [{ message: 'At most two years ahead.', field: ['input', 'expiresAt'] }];
  show({ grantOverride: { override: null, userErrors } });
  await fill('10 GB');

  await submit();

  expect(await screen.findByRole('alert')).toHaveTextContent('1 field needs a change. Until.');
  expect(screen.getByLabelText('Until')).toHaveAccessibleDescription(/At most two years ahead\./);
  expect(screen.getByLabelText('New limit')).toHaveValue('10 GB');
  expect(screen.getByText('Hanse')).toBeVisible();
});

test('leads to the tenant when the API refuses it', async () => {
  const userErrors = [{ message: 'The tenant was deleted.', field: ['input', 'tenantId'] }];
  show({ grantOverride: { override: null, userErrors } });
  await fill('10 GB');

  await submit();

  expect(await screen.findByRole('alert')).toHaveTextContent('1 field needs a change. Tenant.');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Remove Hanse' })).toHaveFocus());
});

test('shuts out who may not change billing', async () => {
  show({ permissions: roles.viewer });

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
