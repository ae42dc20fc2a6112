import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aViewer, fakeGateway, roles, type Answers } from '#app/testing/fake-gateway.ts';
import { anOpenIncident, incidentFigures, overviewAnswers } from '#app/testing/overview-fixture.ts';
import { aFleet } from '#app/testing/platform-fixture.ts';
import { renderRoute } from '#app/testing/route-page.tsx';
import * as route from './route.tsx';

const page = { path: '/platform', at: '/platform' };

type Sections = Record<string, unknown>;

/** Answers only the sections that were asked for, as the gateway does. */
function gatewayFor(permissions: string[], changes: Sections = {}) {
  const answers: Answers = {
    Caller: aViewer(permissions),
    PlatformOverview: (variables) => ({
      data: Object.entries(overviewAnswers)
        .filter(([section]) => variables[section] === true)
        .reduce<Sections>((data, [, section]) => ({ ...data, ...pick(section, changes) }), {}),
    }),
  };
  return fakeGateway(answers);
}

function pick(section: Sections, changes: Sections): Sections {
  return Object.fromEntries(
    Object.entries(section).map(([name, value]) => [
      name,
      Object.hasOwn(changes, name) ? changes[name] : value,
    ]),
  );
}

const region = (name: string) => screen.findByRole('region', { name });

test('opens with its conclusion, computed from the figures', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { ...page, context });

  expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(
    '1 of 60 tenants needs you, critically.',
  );
  const strip = screen.getByRole('navigation', { name: 'On this page' });
  expect(
    within(strip)
      .getAllByRole('link')
      .map((link) => link.textContent),
  ).toEqual([
    'Platform healthOK4 OK',
    'Tenant healthCritical1 at risk',
    'Usage and capacityOK2.3% failed',
    'RevenueCritical€698 past due',
    'SecurityWarn1 signal',
    'IncidentsOKNone open',
  ]);
});

test('asks for the whole page with one operation, as the caller', async () => {
  const { context, calls } = gatewayFor(roles.support);

  renderRoute(route, { ...page, context });
  await screen.findByRole('heading', { level: 1 });

  expect(calls.map(({ operation }) => operation)).toEqual(['Caller', 'PlatformOverview']);
  expect(calls[1]).toEqual({
    operation: 'PlatformOverview',
    variables: {
      health: true,
      tenants: true,
      usage: true,
      revenue: false,
      security: true,
      incidents: true,
      canBilling: false,
      executionsBy: 'EXECUTIONS_24H',
    },
    authorization: 'Bearer token-1',
  });
});

test('shows the clause that fired with its threshold and leads to where its remedy is', async () => {
  const { context } = gatewayFor(roles.support);

  renderRoute(route, { ...page, context });

  const list = await region('Tenants at risk');
  expect(list).toHaveTextContent('31.4%threshold 10%');
  expect(within(list).getByRole('link', { name: 'Review failures of Hanse Sinfonietta' })).toHaveAttribute(
    'href',
    '/platform/tenants/tenant-1?tab=failures',
  );
});

test('offers what a role may do for a tenant at risk, and nothing else', async () => {
  const { context } = gatewayFor([...roles.admin, 'incidents:write', 'billing:write']);
  renderRoute(route, { ...page, context });
  const list = await region('Tenants at risk');

  await userEvent.click(
    await within(list).findByRole('button', { name: 'More actions for Hanse Sinfonietta' }),
  );

  const entries = await screen.findAllByRole('menuitem');
  expect(entries.map((entry) => [entry.textContent, entry.getAttribute('href')])).toEqual([
    ['Open incident…', '/platform/incidents/new?tenant=tenant-1&title=Hanse+Sinfonietta%3A+failure+rate'],
    ['Grant override…', '/platform/enforcement/new?tenant=tenant-1'],
    ['View activity', '/platform/audit-logs?tenant=tenant-1'],
    ['Suspend…', '/platform/tenants/tenant-1?confirm=suspend'],
  ]);
});

test('leads to the incident that is open for a tenant instead of opening a second', async () => {
  const { context } = gatewayFor([...roles.support, 'incidents:write'], {
    incidentFigures: incidentFigures({ open: 1, critical: 1 }),
    openIncidents: [anOpenIncident()],
  });
  renderRoute(route, { ...page, context });
  const list = await region('Tenants at risk');

  await userEvent.click(await within(list).findByRole('button', { name: /More actions/ }));

  expect(await screen.findByRole('menuitem', { name: 'View incident #41' })).toHaveAttribute(
    'href',
    '/platform/incidents/incident-1',
  );
});

test('shows the money to the billing role and nothing it may not see', async () => {
  const { context, calls } = gatewayFor(roles.billing);

  renderRoute(route, { ...page, context });

  expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('2 tenants owe you €698.00.');
  for (const name of ['Platform health', 'Tenants at risk', 'Security and admin activity', 'Incidents']) {
    expect(screen.queryByRole('region', { name })).toBeNull();
  }
  expect(calls[1]?.variables).toMatchObject({ health: false, revenue: true, security: false });
});

test.each([
  ['health', 'platformHealth', 'Platform health', 'Health'],
  ['tenants', 'atRiskTenants', 'Tenants at risk', 'Health'],
  ['usage', 'usage', 'Usage and capacity', 'Health'],
  ['revenue', 'revenue', 'Revenue and enforcement', 'Billing'],
  ['security', 'securityActivity', 'Security and admin activity', 'Security'],
  ['incidents', 'incidentFigures', 'Incidents', 'Health'],
])(
  'a %s section without its source offers a retry of that section alone',
  async (section, field, title, source) => {
    const changes: Sections = { [field]: null };
    const { context, calls } = gatewayFor(roles.viewer, changes);
    renderRoute(route, { ...page, context });
    expect(await screen.findByText(new RegExp(`${source} did not answer\\.`))).toBeVisible();
    expect(screen.queryByRole('region', { name: title })).toBeNull();

    delete changes[field];
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await region(title)).toBeVisible();
    const { canBilling: _can, executionsBy: _by, ...asked } = calls.at(-1)?.variables ?? {};
    expect(Object.keys(asked).filter((name) => asked[name] === true)).toEqual([section]);
  },
);

test('a list without its source says so beside the figures of its section', async () => {
  const { context } = gatewayFor(roles.viewer, { entitlementExceptions: null });

  renderRoute(route, { ...page, context });

  const revenue = await region('Revenue and enforcement');
  expect(within(revenue).getByText(/Billing did not answer/)).toBeVisible();
  expect(within(revenue).getAllByText('€25,160')[0]).toBeVisible();
});

test('a section asked for alone is refused to a role that may not read it', async () => {
  const { context } = gatewayFor(roles.billing);

  renderRoute(route, { ...page, at: '/platform?section=security', context });

  expect(
    await screen.findByRole('heading', { name: 'You are not permitted to see this page' }),
  ).toBeVisible();
});

test('sorts a ranking by its figures and by name', async () => {
  const { context } = gatewayFor(roles.support);
  renderRoute(route, { ...page, context });
  const ranking = await screen.findByRole('table', { name: 'Failure rate 24 h' });
  const order = () =>
    within(ranking)
      .getAllByRole('rowheader')
      .map((cell) => cell.textContent);
  expect(order()).toEqual(['Hanse SinfoniettaCritical', 'Coro Alto MinhoCritical']);

  await userEvent.click(within(ranking).getByRole('button', { name: 'Tenant' }));

  expect(order()).toEqual(['Coro Alto MinhoCritical', 'Hanse SinfoniettaCritical']);
  expect(within(ranking).getByRole('columnheader', { name: 'Tenant' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
});

test('asks for the window of the executions that the address names', async () => {
  const { context, calls } = gatewayFor(roles.support);

  renderRoute(route, { ...page, at: '/platform?executions=7d', context });

  expect(await screen.findByRole('link', { name: '7 d', current: true })).toBeVisible();
  expect(calls[1]?.variables['executionsBy']).toBe('EXECUTIONS_7D');
});

test('says that impersonation does not exist instead of counting none', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { ...page, context });

  const security = await region('Security and admin activity');
  expect(security).toHaveTextContent(/Impersonations Not possible/);
  expect(security).toHaveTextContent('this version of the product has no impersonation');
});

test('leads from the admin actions to the entries that are counted: changes by staff', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { ...page, context });

  const security = await region('Security and admin activity');
  const addresses = within(security)
    .getAllByRole('link')
    .map((link) => link.getAttribute('href') ?? '')
    .filter((href) => href.startsWith('/platform/audit-logs?by=staff'));
  expect(addresses).toEqual([
    '/platform/audit-logs?by=staff&is=change&from=2026-11-19T09%3A42%3A00.000Z',
    '/platform/audit-logs?by=staff&is=change',
  ]);
});

test('leads from the refused sign-ins to the list of them, from a tenant’s to its own', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { ...page, context });

  const security = within(await region('Security and admin activity'));
  const list = '/platform/audit-logs/sign-in-failures';
  expect(security.getByRole('link', { name: /^Refused sign-ins 24 h/ })).toHaveAttribute('href', list);
  expect(security.getByRole('link', { name: 'Refused sign-ins' })).toHaveAttribute('href', list);
  expect(security.getByRole('link', { name: 'Tagus Sinfonia' })).toHaveAttribute(
    'href',
    `${list}?tenant=tenant-6`,
  );
  expect(security.getByRole('link', { name: 'Staff and unknown accounts' })).toHaveAttribute(
    'href',
    `${list}?tenant=none`,
  );
});

test('leads from created keys to their entries in the audit log, of the same tenant and time', async () => {
  const signal = {
    keys24h: 12,
    dailyMean30d: 0.1,
    createdBy: 'ci',
    lastAt: '2026-11-20T09:42:00.000Z',
    assessment: { state: 'WARN', warnAt: 5, criticalAt: 10 },
  };
  const { context } = gatewayFor(roles.viewer, {
    keyCreationSignals: [
      { ...signal, tenantName: 'Isar Kammerchor', tenant: { id: 'tenant-8' } },
      { ...signal, tenantName: null, tenant: null },
    ],
  });

  renderRoute(route, { ...page, context });

  const security = within(await region('Security and admin activity'));
  const href = (tenant: string) =>
    `/platform/audit-logs?action=key.create${tenant}&from=2026-11-19T09%3A42%3A00.000Z`;
  for (const [name, tenant] of [
    ['Isar Kammerchor', '&tenant=tenant-8'],
    ['The platform', '&tenant=none'],
    ['Created keys', ''],
  ] as const) {
    expect(security.getByRole('link', { name })).toHaveAttribute('href', href(tenant));
  }
});

test('lists the last admin actions by when, actor, action and target, each leading to its entry', async () => {
  const { context } = gatewayFor(roles.viewer);

  renderRoute(route, { ...page, context });

  const table = within(await screen.findByRole('table', { name: 'Last 20 admin actions' }));
  expect(table.getAllByRole('columnheader').map((head) => head.textContent)).toEqual([
    'When',
    'Actor',
    'Action',
    'Target',
  ]);
  const [, named, unnamed] = table.getAllByRole('row');
  expect(named).toHaveTextContent('Mara KellerSuspended the tenantCamerata Vistula tenant');
  expect(unnamed).toHaveTextContent(
    'Mara KellerRemoved a membermembership 6e1f0c52 of Harz Kammerphilharmonie',
  );
  expect(table.getByRole('link', { name: 'Harz Kammerphilharmonie' })).toHaveAttribute(
    'href',
    '/platform/tenants/tenant-9',
  );
  expect(table.getByRole('link', { name: 'Removed a member' })).toHaveAttribute(
    'href',
    '/platform/audit-logs/entry-2',
  );
});

test('an empty queue of incidents offers to open one to those who may', async () => {
  const { context } = gatewayFor([...roles.support, 'incidents:write']);

  renderRoute(route, { ...page, context });

  const incidents = await region('Incidents');
  expect(within(incidents).getByRole('link', { name: 'Open incident' })).toHaveAttribute(
    'href',
    '/platform/incidents/new',
  );
});

test('names the demo fleet', async () => {
  const { context } = gatewayFor(roles.support, { fleetHealth: aFleet({ demo: 60 }) });

  renderRoute(route, { ...page, context });

  expect(await screen.findByText(/60 tenants and their figures are invented/)).toBeVisible();
});

test('leads only to pages the role may open', async () => {
  const { context } = gatewayFor(roles.billing);

  renderRoute(route, { ...page, context });

  const shortcuts = await screen.findByRole('navigation', { name: 'Shortcuts' });
  expect(
    within(shortcuts)
      .getAllByRole('link')
      .map((link) => link.getAttribute('href')),
  ).toEqual(['/platform/tenants', '/platform/enforcement', '/platform/settings']);
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
