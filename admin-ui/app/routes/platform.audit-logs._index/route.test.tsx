import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const path = '/platform/audit-logs';

const anEntry = {
  id: 'a1',
  at: '2026-11-20T09:42:00.000Z',
  action: 'tenant.suspend',
  callerId: 'u1',
  callerKind: 'USER',
  callerName: 'Ana Ito',
  actorName: null,
  targetType: 'Tenant',
  targetId: 't1',
  targetName: 'Hanse Sinfonietta',
  after: { suspensionReason: 'Season break' },
  tenant: { id: 't1', name: 'Hanse Sinfonietta' },
};

function logOf(nodes: object[], total = nodes.length) {
  return {
    auditEntries: {
      totalCount: total,
      pageInfo: { hasNextPage: total > nodes.length, endCursor: 'next' },
      nodes,
    },
    auditVocabulary: { actions: ['tenant.suspend', 'key.create'], targetTypes: ['Tenant', 'ApiKey'] },
  };
}

function show(at: string, permissions = roles.viewer, answer: Answers[string] = { data: logOf([anEntry]) }) {
  const { context, calls } = fakeGateway({ Caller: aViewer(permissions), AuditLog: answer });
  renderRoute(route, { path, at, context });
  return () => calls.filter((call) => call.operation === 'AuditLog').at(-1)?.variables;
}

test('tells who did what to what, and leads to each', async () => {
  show(path);

  const row = within((await screen.findAllByRole('row')).at(-1) ?? document.body);
  expect(row.getByRole('link', { name: 'Suspended the tenant: Season break' })).toHaveAttribute(
    'href',
    `${path}/a1`,
  );
  expect(row.getByRole('link', { name: 'Ana Ito' })).toHaveAttribute('href', `${path}?caller=u1`);
  expect(screen.getByText('1 entry. Entries are only ever added.')).toBeVisible();
});

test('asks for what the address says: who, what, to what, when', async () => {
  const asked = show(
    `${path}?q=hanse&by=staff&is=change&kind=USER&action=tenant.suspend&target=Tenant&caller=u1&tenant=t1` +
      '&from=2026-11-01T00:00Z&to=2026-11-02T00:00Z&after=c1',
  );
  await screen.findByRole('table');

  expect(asked()).toEqual({
    filter: {
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-02T00:00:00.000Z',
      query: 'hanse',
      isByStaff: true,
      isChange: true,
      callerKinds: ['USER'],
      actions: ['tenant.suspend'],
      targetType: 'Tenant',
      callerId: 'u1',
      tenantId: 't1',
    },
    first: 50,
    after: 'c1',
    canTenants: true,
    namedTenantId: 't1',
    namesTenant: true,
    callerId: 'u1',
    namesCaller: true,
    targetId: null,
    namesTarget: false,
  });
});

test.each([
  ['change', 'change', true],
  ['sign-in', 'sign-in or sign-out', false],
])('narrows the log to entries that are a %s, and says so', async (value, words, isChange) => {
  const asked = show(`${path}?is=${value}`);

  expect(await screen.findByRole('link', { name: `Remove filter Entry is a ${words}` })).toBeVisible();
  expect(asked()?.['filter']).toMatchObject({ isChange });
});

test('shows what concerns no tenant, and says so', async () => {
  const asked = show(`${path}?tenant=none`);

  expect(
    await screen.findByRole('link', { name: 'Remove filter Tenant is none: the platform' }),
  ).toBeVisible();
  expect(asked()?.['filter']).toMatchObject({ hasTenant: false });
  expect(asked()?.['filter']).not.toHaveProperty('tenantId');
});

test('names whom and what it is narrowed to, also when no entry matches', async () => {
  const data = {
    ...logOf([]),
    tenant: { id: 't1', name: 'Hanse Sinfonietta' },
    byCaller: { nodes: [{ callerId: 'u1', callerName: 'Ana Ito' }] },
    onTarget: { nodes: [{ targetId: 'k1', targetName: 'ci' }] },
  };
  show(`${path}?tenant=t1&caller=u1&targetId=k1`, roles.viewer, { data });

  for (const condition of ['Caller is Ana Ito', 'Target is ci', 'Tenant is Hanse Sinfonietta']) {
    expect(await screen.findByRole('link', { name: `Remove filter ${condition}` })).toBeVisible();
  }
});

test('keeps the window and the filters while paging and in the export', async () => {
  show(`${path}?range=7d&by=staff`, roles.viewer, { data: logOf([anEntry], 60) });

  expect(await screen.findByRole('link', { name: 'Next' })).toHaveAttribute(
    'href',
    `${path}?range=7d&by=staff&after=next`,
  );
  expect(screen.getByRole('link', { name: 'Export CSV of audit entries' })).toHaveAttribute(
    'href',
    `${path}/export.csv?range=7d&by=staff`,
  );
});

test('offers 24 h, 7 d, 30 d and 90 d, and marks the one in force', async () => {
  show(path);

  const windows = within(await screen.findByRole('navigation', { name: 'Window of time' }));
  expect(windows.getAllByRole('link').map((link) => link.textContent)).toEqual([
    '24 h',
    '7 d',
    '30 d',
    '90 d',
  ]);
  expect(windows.getByRole('link', { current: true })).toHaveTextContent('30 d');
});

test('says what is wrong with a window that is none, and shows the usual one', async () => {
  const asked = show(`${path}?from=2026-13-01&to=x`);

  expect(await screen.findByText('The start is no date and time.')).toBeVisible();
  expect(asked()?.['filter']).not.toHaveProperty('to');
});

test('counts no further than the API does, and says so', async () => {
  show(path, roles.viewer, { data: logOf([anEntry], 10_000) });

  expect(await screen.findByText(/^More than 10,000 entries\./)).toBeVisible();
});

test('leads out of conditions that nothing meets', async () => {
  show(`${path}?range=7d&by=staff`, roles.viewer, { data: logOf([]) });

  expect(await screen.findByRole('heading', { name: 'No entry matches' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Clear all filters' })).toHaveAttribute('href', `${path}?range=7d`);
});

test('says which source failed and asks it again on request', async () => {
  let isDown = true;
  show(path, roles.viewer, () =>
    isDown
      ? { data: { auditEntries: null, auditVocabulary: null }, errors: [{ message: 'down' }] }
      : { data: logOf([anEntry]) },
  );
  expect(await screen.findByText(/^Security did not answer/)).toBeVisible();

  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByRole('table', { name: 'Audit log' })).toBeVisible();
});

test('refuses a role that may not read the log', async () => {
  show(path, roles.billing);

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});
