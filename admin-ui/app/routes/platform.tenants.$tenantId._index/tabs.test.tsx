import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { aTenantHealth, aTenantPage, aWorkflow, onePage } from '#app/testing/tenant-fixture.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const asOf = '2026-11-20T09:42:00.000Z';

function renderTab(query: string, answers: Answers = {}, health: Record<string, unknown> = {}) {
  const tenant = aTenantPage({ health: aTenantHealth(health) });
  const { context, calls } = fakeGateway({
    Caller: aViewer(roles.admin),
    TenantPage: { data: { tenant } },
    ...answers,
  });
  renderRoute(route, {
    path: '/platform/tenants/:tenantId',
    at: `/platform/tenants/tenant-1?${query}`,
    context,
  });
  return calls;
}

const failed = (failedExecutions: object | null) => ({
  TenantFailures: { data: { tenant: { id: 'tenant-1', health: { failedExecutions } } } },
});

const anExecution = {
  id: 'exec-1',
  source: 'score-sync',
  at: asOf,
  workflow: 'send-call-sheet',
  environment: 'production',
  errorCode: 'SMTP_535',
  errorMessage: 'credentials expired',
  durationMs: 640,
};

test('usage keeps its window in the address and gives its charts as tables', async () => {
  const calls = renderTab('tab=usage&range=90d');

  expect(await screen.findByRole('link', { name: '90 d' })).toHaveAttribute('aria-current', 'true');
  expect(calls.find(({ operation }) => operation === 'TenantPage')?.variables).toMatchObject({
    id: 'tenant-1',
    window: { range: 'D90' },
    usage: true,
  });
  const [asTable] = screen.getAllByText('Show as table');
  if (asTable) await userEvent.click(asTable);
  const table = screen.getByRole('table', { name: /Executions per hour, the last 90 d: 675, of which 212/ });
  expect(within(table).getAllByRole('row')).toHaveLength(3);
});

test('usage offers the very window it shows as a file', async () => {
  renderTab('tab=usage&from=2026-11-19T00:00:00Z&to=2026-11-20T00:00:00Z');

  const link = await screen.findByRole('link', { name: /Export/ });
  const address = new URL(link.getAttribute('href') ?? '', 'https://ops.example');
  expect(address.pathname).toBe('/platform/tenants/usage.csv');
  expect(Object.fromEntries(address.searchParams)).toEqual({
    tenant: 'tenant-1',
    from: '2026-11-19T00:00:00.000Z',
    to: '2026-11-20T00:00:00.000Z',
  });
});

test('failures lead from a workflow and an error to the executions that share them', async () => {
  const calls = renderTab('tab=failures&workflow=send-call-sheet', failed(onePage(anExecution)));

  const rows = within(await screen.findByRole('table', { name: 'Failing executions' }));
  expect(rows.getByText('exec-1')).toBeVisible();
  expect(calls.find(({ operation }) => operation === 'TenantFailures')?.variables).toMatchObject({
    workflow: 'send-call-sheet',
    errorCode: null,
  });
  const errors = within(screen.getByRole('table', { name: 'Failures by workflow' }));
  expect(errors.getByRole('link', { name: 'SMTP_535 credentials expired' })).toHaveAttribute(
    'href',
    expect.stringContaining('workflow=send-call-sheet&error=SMTP_535'),
  );
  expect(screen.getByRole('link', { name: 'Remove filter Workflow is send-call-sheet' })).toBeVisible();
});

test('failures say that the list did not come, and keep the workflows', async () => {
  renderTab('tab=failures', { TenantFailures: { data: { tenant: { id: 'tenant-1', health: null } } } });

  expect(await screen.findByRole('heading', { name: 'Failing executions', level: 3 })).toBeVisible();
  expect(screen.getByText(/Health did not answer/)).toBeVisible();
  expect(screen.getByRole('table', { name: 'Failures by workflow' })).toBeVisible();
});

test('a workflow without failures leads nowhere', async () => {
  const quiet = aWorkflow({ failures: 0, failureRate: 0, failingSince: null, errors: [] });
  renderTab('tab=failures', failed(onePage()), { windowWorkflows: [quiet] });

  const table = within(await screen.findByRole('table', { name: 'Failures by workflow' }));
  expect(table.queryByRole('link')).toBeNull();
  expect(screen.getByRole('heading', { name: 'No execution failed' })).toBeVisible();
});

test('drift and credentials list what does not match and what fails', async () => {
  const drift = {
    environment: 'production',
    isDrifted: true,
    detections7d: 4,
    lastDetectedAt: asOf,
    resolvedAt: null,
    summary: '2 variables differ',
  };
  renderTab('tab=drift', {}, { drift: [drift] });

  const table = within(await screen.findByRole('table', { name: 'Drift' }));
  expect(table.getByText('Drifted')).toBeVisible();
  expect(table.getByText('2 variables differ')).toBeVisible();
});

test('an empty tab says what would fill it', async () => {
  renderTab('tab=credentials');

  expect(await screen.findByText(/Applications report failures as/)).toBeVisible();
});

test('people lead to the person', async () => {
  const user = {
    id: 'u7',
    name: 'Ida Roth',
    email: 'ida@hanse.example',
    isDisabled: true,
    lastSignedInAt: null,
  };
  const memberships = [{ id: 'm1', role: 'OWNER', createdAt: asOf, user }];
  renderTab('tab=people', { TenantPeople: { data: { tenant: { id: 'tenant-1', memberships } } } });

  expect(await screen.findByRole('link', { name: 'Ida Roth' })).toHaveAttribute('href', '/platform/users/u7');
  expect(screen.getByText('Disabled')).toBeVisible();
});

test.each([
  ['all of them, when they are few', 2, '2 members', null],
  ['the first of many, with the way to all', 312, 'The first 2 of 312 members, by name.', 'All 312 members'],
])('people are %s', async (_which, totalCount, remark, all) => {
  const memberships = ['Ida', 'Ole'].map((name) => ({
    id: name,
    role: 'VIEWER',
    createdAt: asOf,
    user: { id: name, name, email: `${name}@hanse.example`, isDisabled: false, lastSignedInAt: null },
  }));
  const data = { tenant: { id: 'tenant-1', memberships }, users: { totalCount } };
  renderTab('tab=people', { TenantPeople: { data } });

  expect(await screen.findByText(remark)).toBeVisible();
  const link = screen.queryByRole('link', { name: all ?? /^All \d/ });
  if (all === null) expect(link).toBeNull();
  else expect(link).toHaveAttribute('href', '/platform/users?tenant=tenant-1');
});

test('failures say where their list ends, and lead to those of every workflow', async () => {
  const windowWorkflows = Array.from({ length: 50 }, (_, index) => ({
    ...aWorkflow(),
    workflow: `workflow-${index}`,
  }));
  renderTab('tab=failures', failed(onePage()), { windowWorkflows });

  expect(await screen.findByText(/^50 workflows or more failed in /)).toBeVisible();
  expect(screen.getByText('The 50 with most failures are listed.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Failing executions of every workflow' })).toHaveAttribute(
    'href',
    '/platform/tenants/tenant-1?tab=failures#executions',
  );
});

test('incidents list what was and is worked on', async () => {
  const incident = {
    id: 'i1',
    number: 'INC-7',
    title: 'Mails are refused',
    severity: 'SEV2',
    status: 'MITIGATING',
    leadName: null,
    openedAt: asOf,
    resolvedAt: null,
    updatedAt: asOf,
  };
  renderTab('tab=incidents', { TenantIncidents: { data: { incidents: onePage(incident) } } });

  expect(await screen.findByRole('link', { name: 'Mails are refused' })).toHaveAttribute(
    'href',
    '/platform/incidents/i1',
  );
});

test('activity that cannot be read says which source did not answer', async () => {
  renderTab('tab=activity', { TenantActivity: { data: { auditEntries: null } } });

  expect(await screen.findByText(/Security did not answer/)).toBeVisible();
});
